import { callsOf } from '../../core/change-calls.ts';
import { addressSetOf, blocksOfSet, covers } from '../../core/cidr.ts';
import { type HclBlock, terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import projectIpAccessList from '../../resources/project-ip-access-list/index.ts';
import type { ProjectIpAccessListEntry } from '../../resources/project-ip-access-list/model.ts';
import { atlasCommand } from '../write.ts';
import { type Part, scriptOf } from './part.ts';
import { placesOf } from './place.ts';

const COMMENT = 'Peered network';

/** Entries for the private ranges that come over a peering, which grants nothing by itself; without ranges they are asked for. */
function accessList(projectId: string, ranges: readonly string[]): Part {
  const dialect = projectIpAccessList.terraform as TerraformDialect<ProjectIpAccessListEntry>;
  const model = (entry: string): ProjectIpAccessListEntry => ({
    projectId,
    type: 'cidr',
    entry,
    comment: COMMENT,
    deleteAfterDate: null,
  });
  const place = placesOf(
    { variable: 'peered_cidrs', environment: 'PEERED_CIDRS', about: 'the private ranges of the programs’ subnets' },
    ranges,
  );
  type Attributes = HclBlock['body']['attributes'];
  const block = (label: string, entry: string, before: Attributes, instead: Attributes): HclBlock => ({
    type: 'resource',
    labels: [dialect.type, label],
    body: { attributes: { ...before, ...dialect.toHcl(model(entry)).attributes, ...instead } },
  });
  return {
    providers: [],
    blocks: [
      ...place.variables,
      ...(ranges.length === 0
        ? [block('peered', '', { for_each: { ref: 'toset(var.peered_cidrs)' } }, { cidr_block: { ref: 'each.value' } })]
        : ranges.map((range) => block(terraformName(`peered_${range}`), range, {}, {}))),
    ],
    files: [
      scriptOf('access-list.sh', 'Puts the private ranges on the project’s IP access list, one after the other.', [
        ...place.checks,
        `for range in ${place.shell}; do`,
        ...callsOf(projectIpAccessList.create(model('$range')), projectIpAccessList).flatMap((call) => [
          `  ${atlasCommand(call, projectIpAccessList.cli?.[call.operation.id] ?? '')} --file /dev/stdin <<BODY`,
          JSON.stringify(call.body),
          'BODY',
        ]),
        'done',
      ]),
    ],
    remarks: [],
  };
}

/** What comes over the peerings and is not admitted yet. An entry that covers more does not count: it may be what goes next. */
export function admission(
  projectId: string,
  from: readonly string[],
  peerings: readonly NetworkPeering[],
  existing: readonly string[],
): { readonly part: Part | undefined; readonly remarks: readonly string[] } {
  if (peerings.length === 0) return { part: undefined, remarks: [] };
  const routed = peerings.flatMap((peering) => (peering.provider === 'AWS' ? [peering.routeTableCidrBlock] : []));
  const isAsked = from.length === 0 && peerings.some(({ provider }) => provider !== 'AWS');
  const wanted = isAsked ? [] : blocksOfSet(addressSetOf(from.length > 0 ? from : routed));
  const missing = wanted.filter((range) => !existing.includes(range));
  const outside = from.filter(
    (range) =>
      peerings.every(({ provider }) => provider === 'AWS') && !covers(addressSetOf(routed), addressSetOf([range])),
  );
  return {
    part: wanted.length > 0 && missing.length === 0 ? undefined : accessList(projectId, missing),
    remarks: [
      ...wanted
        .filter((range) => existing.includes(range))
        .map((range) => `${range} is on the IP access list already.`),
      ...outside.map((range) => `Atlas routes ${routed.join(', ')} back to you: answers to ${range} would not arrive.`),
      ...(from.length === 0 && !isAsked
        ? ['The whole range of the peered VPC is admitted: --from narrows it to the subnets of the programs.']
        : []),
      ...(peerings.some(({ provider, state }) => provider === 'AZURE' && state === 'failed')
        ? [
            'Unconfirmed: whether Atlas tries a failed peering in Azure again by itself. If it stays failed after Atlas has the rights, remove it and make it again (deleteGroupPeer, createGroupPeer).',
          ]
        : []),
    ],
  };
}
