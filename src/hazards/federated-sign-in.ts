import type { Change } from '../core/change.ts';
import { sameJson } from '../core/json.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
import { domainOf, ownersOutside } from '../resources/identity-provider/model.ts';
import { changes } from './fields.ts';

type User = ModelOf<'organization-user'>;
type Provider = ModelOf<'identity-provider'>;
type Saml = Extract<Provider, { readonly protocol: 'SAML' }>;

function cutsOff(because: string): Hazard {
  return { name: 'cuts-off-client', because };
}

function usersOf(index: SnapshotIndex): readonly User[] {
  return index.ofKind('organization-user').map(({ model }) => model as User);
}

/** Who still gets in as an owner, whatever becomes of the sign-in through the provider. */
function wayBack(index: SnapshotIndex, domains: readonly string[]): string {
  const owners = ownersOutside(usersOf(index), domains);
  return owners.length === 0
    ? 'No owner is known who signs in otherwise.'
    : `${owners.join(', ')} can still sign in as owner.`;
}

function ofDomains(domains: readonly string[]): string {
  return domains.length === 0 ? 'Whoever signs in through it' : `People of ${domains.join(', ')}`;
}

/** What both sides of SAML must agree on: changed on one side only, nobody signs in. */
const AGREED = [
  ['issuerUri', 'the issuer'],
  ['ssoUrl', 'the address of the sign-in'],
  ['requestBinding', 'the binding of requests'],
  ['responseSignatureAlgorithm', 'the signature algorithm'],
] as const;

function ofSaml(change: Change, before: Saml, after: Saml, index: SnapshotIndex): readonly Hazard[] {
  const hazards: Hazard[] = [];
  const name = `identity provider "${after.displayName}"`;
  const back = wayBack(index, after.associatedDomains);
  const agreed = AGREED.filter(([field]) => changes(change, field)).map(([, text]) => text);
  if (agreed.length > 0)
    hazards.push(cutsOff(`Unless ${name} has the same, nobody signs in through it: ${agreed.join(', ')}. ${back}`));
  if (before.ssoDebugEnabled && !after.ssoDebugEnabled)
    hazards.push(cutsOff(`When ${name} fails, there is no way around it any more. ${back}`));
  if (before.status !== after.status)
    hazards.push(
      cutsOff(
        after.status === 'ACTIVE'
          ? `${ofDomains(after.associatedDomains)} have to sign in through ${name} from then on. ${back}`
          : `${ofDomains(before.associatedDomains)} cannot sign in through ${name} any more; who has no password of Atlas is locked out.`,
      ),
    );
  const added = after.associatedDomains.filter((domain) => !before.associatedDomains.includes(domain));
  const removed = before.associatedDomains.filter((domain) => !after.associatedDomains.includes(domain));
  if (added.length > 0)
    hazards.push(cutsOff(`${ofDomains(added)} have to sign in through ${name} from then on. ${back}`));
  if (removed.length > 0)
    hazards.push(
      cutsOff(
        `${ofDomains(removed)} do not sign in through ${name} any more; who has no password of Atlas is locked out.`,
      ),
    );
  return hazards;
}

function ofConnection(change: Change, { before: index }: HazardContext): readonly Hazard[] {
  if (change.type === 'delete') {
    const { connectedOrgId } = change.before as ModelOf<'connected-organization'>;
    // page "Manage Organization Mapping": no membership and no default role any more.
    return [cutsOff(`Nobody gets into organization ${connectedOrgId} through the federation any more.`)];
  }
  if (change.type !== 'update') return [];
  const before = change.before as ModelOf<'connected-organization'>;
  const after = change.after as ModelOf<'connected-organization'>;
  const hazards: Hazard[] = [];
  if (before.identityProviderId !== after.identityProviderId)
    hazards.push(
      cutsOff(
        after.identityProviderId === null
          ? 'Nobody gets into the organization through its identity provider any more; who has no password of Atlas is locked out.'
          : 'People of the mapped domains have to sign in through another identity provider from then on.',
      ),
    );
  const narrower = before.domainAllowList.some((domain) => !after.domainAllowList.includes(domain));
  if (after.domainRestrictionEnabled && (!before.domainRestrictionEnabled || narrower))
    hazards.push(...ofRestriction(after.domainAllowList, index));
  return hazards;
}

/** page "Advanced Options for Federated Authentication": members stay, and only people of approved domains can be invited. */
function ofRestriction(approved: readonly string[], index: SnapshotIndex): readonly Hazard[] {
  const mapped = index.ofKind('identity-provider').flatMap(({ model }) => (model as Provider).associatedDomains);
  const known = new Set([...approved, ...mapped].map((domain) => domain.toLowerCase()));
  const others = new Set(usersOf(index).map(({ username }) => domainOf(username)));
  const left = [...others].filter((domain) => !known.has(domain)).sort();
  return left.length === 0
    ? []
    : [cutsOff(`Nobody of ${left.join(', ')} can be invited any more; members of these domains stay.`)];
}

type Mapping = ModelOf<'role-mapping'>;

function printAssignments(assignments: Mapping['roleAssignments']): string {
  return assignments
    .map(({ role, projectId }) => (projectId === undefined ? role : `${role} in project ${projectId}`))
    .join(', ');
}

/** page "Manage Mapping Atlas Roles to IdP Groups": at the next sign-in, mapped roles that no group gives any more are taken away. */
function ofMapping(change: Change, { before: index }: HazardContext): readonly Hazard[] {
  if (change.type === 'create')
    return index.children('role-mapping', change.parent).length > 0
      ? []
      : [
          cutsOff(
            'With the first role mapping, groups decide about roles: at their next sign-in people may lose those that no mapping gives them.',
          ),
        ];
  const before = change.before as Mapping;
  const after = change.type === 'delete' ? undefined : (change.after as Mapping);
  if (after !== undefined && before.externalGroupName !== after.externalGroupName)
    return [
      cutsOff(
        `Members of the group "${before.externalGroupName}" lose at their next sign-in what the mapping gave them: ${printAssignments(before.roleAssignments)}.`,
      ),
    ];
  const kept = after?.roleAssignments ?? [];
  const lost = before.roleAssignments.filter((one) => !kept.some((other) => sameJson(one, other)));
  if (lost.length === 0) return [];
  const domains = index
    .ofKind('federation-settings')
    .flatMap(({ model }) => (model as ModelOf<'federation-settings'>).federatedDomains);
  const back = lost.some(({ role }) => role === 'ORG_OWNER') ? ` ${wayBack(index, domains)}` : '';
  return [
    cutsOff(
      `Members of the group "${before.externalGroupName}" lose ${printAssignments(lost)} at their next sign-in.${back}`,
    ),
  ];
}

/** People who may not get into the Atlas console any more, or get in with fewer roles. */
export default function federatedSignIn(change: Change, context: HazardContext): readonly Hazard[] {
  switch (change.kind) {
    case 'identity-provider': {
      if (change.type !== 'update') return [];
      const before = change.before as Provider;
      const after = change.after as Provider;
      return before.protocol === 'SAML' && after.protocol === 'SAML'
        ? ofSaml(change, before, after, context.before)
        : [];
    }
    case 'connected-organization':
      return ofConnection(change, context);
    case 'role-mapping':
      return ofMapping(change, context);
    default:
      return [];
  }
}
