import { beforeOf, type Change, changedFields } from '../core/change.ts';
import { sameJson, shortHash } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource, CloudFormationType, TemplateObject, TemplateValue } from '../core/resource.ts';
import { isUnknown } from '../core/unknown.ts';
import { joinUpdates } from './joined-updates.ts';
import { plannedIdSentence, plannedIdsOf } from './planned-ids.ts';
import { ELSEWHERE, Remarks } from './remarks.ts';

/** What CloudFormation is given, and what it is not. */
export interface CloudFormationFiles {
  /** The stack as the plan wants it. */
  readonly template: TemplateObject;
  /** What exists, as it is: for a change set of type IMPORT before the template. Absent: nothing has to be taken over. */
  readonly importTemplate?: TemplateObject;
  /** What `--resources-to-import` takes. */
  readonly resourcesToImport: readonly TemplateObject[];
  readonly remarks: readonly string[];
}

/** The secret of AWS Secrets Manager that the types take their credentials from is `cfn/atlas/profile/` and this name. */
const PROFILE = 'default';

/**
 * The steps as one CloudFormation stack (types MongoDB::Atlas::…, which an account has to activate first). What exists is
 * imported and then changed; a change that would replace it, or that the type cannot say, is left to another dialect.
 */
export function renderCloudFormation(steps: readonly Step[], resources: readonly AnyResource[]): CloudFormationFiles {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const ofSteps = new Remarks();
  const parameters: Record<string, TemplateObject> = {
    AtlasProfile: {
      Type: 'String',
      Default: PROFILE,
      Description: 'The secret cfn/atlas/profile/NAME of AWS Secrets Manager with the credentials for Atlas',
    },
  };
  const wanted: Record<string, TemplateObject> = {};
  const existing: Record<string, TemplateObject> = {};
  const differences: Record<string, TemplateObject> = {};
  const resourcesToImport: TemplateObject[] = [];
  const sayable = steps.filter(({ id, change }) => {
    const resource = registry.get(change.kind);
    const cannot = resource === undefined ? undefined : refusal(change, resource);
    if (cannot !== undefined) ofSteps.add(id, `${cannot} ${ELSEWHERE}`);
    return resource !== undefined && cannot === undefined;
  });
  for (const [id, borrowed] of plannedIdsOf(steps, resources)) {
    const replace = plannedIdSentence(borrowed);
    if (replace !== undefined) ofSteps.add(id, replace);
  }
  for (const { ids, change } of joinUpdates(sayable)) {
    const resource = registry.get(change.kind);
    if (resource === undefined || change.type === 'delete') continue;
    const { address } = change;
    const dialect = resource.cloudformation as CloudFormationType<unknown>;
    const label = resource.label(change.after);
    const id = logicalId(
      dialect.type,
      dialect.gathers === undefined ? label : '',
      dialect.gathers === undefined ? address : (change.parent ?? ''),
    );
    const isNew = change.type === 'create' || dialect.isCreation?.(change.before, change.after) === true;
    if (dialect.mode === 'difference') {
      const before = dialect.properties(beforeOf(change));
      const properties = changedOnly(before, dialect.properties(change.after));
      differences[id] = { Type: dialect.type, Properties: defined(properties) as TemplateObject };
      ofSteps.add(ids, `put the properties of ${id} (Metadata, Differences) into your own resource for ${label}.`);
      continue;
    }
    const secrets = dialect.secrets?.(change.after, isNew ? 'create' : 'update') ?? {};
    const references = Object.fromEntries(
      Object.entries(secrets).map(([property, what]) => {
        const name = `${id}${property}`;
        parameters[name] = { Type: 'String', NoEcho: true, Description: what };
        return [property, { Ref: name }];
      }),
    );
    const block = (model: unknown): TemplateObject => ({
      Type: dialect.type,
      // What guards data must not go with a stack.
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ...(defined(dialect.properties(model)) as TemplateObject),
        ...references,
        Profile: { Ref: 'AtlasProfile' },
      },
    });
    const after = block(change.after);
    if (dialect.gathers !== undefined && wanted[id] !== undefined) {
      const list = dialect.gathers;
      const old = wanted[id].Properties as TemplateObject;
      const added = (after.Properties as TemplateObject)[list] as readonly TemplateValue[];
      wanted[id] = {
        ...wanted[id],
        Properties: { ...old, [list]: [...(old[list] as readonly TemplateValue[]), ...added] },
      };
    } else wanted[id] = after;
    if (isNew) continue;
    existing[id] = block(change.before);
    const identifier = dialect.identifier?.(change.before) ?? {};
    resourcesToImport.push({
      ResourceType: dialect.type,
      LogicalResourceId: id,
      ResourceIdentifier: dialect.identifiedByProfile === false ? identifier : { ...identifier, Profile: PROFILE },
    });
  }
  const taken = Object.keys(existing).length;
  const stack = (list: Readonly<Record<string, TemplateObject>>): TemplateObject => ({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Written by fivefold from a plan.',
    Parameters: Object.fromEntries(
      Object.entries(parameters).filter(
        ([name]) => name === 'AtlasProfile' || JSON.stringify(list).includes(`"${name}"`),
      ),
    ),
    Resources: list,
  });
  const remarks = [
    'Activate the types of the publisher MongoDB in the account and region, and keep the credentials in the secret cfn/atlas/profile/default.',
    ...ofSteps.lines(),
  ];
  if (taken > 0)
    remarks.push(
      `${taken} of the resources exist: take them over with a change set of type IMPORT (import-template.json, resources-to-import.json), then update the stack with template.json.`,
    );
  if (Object.keys(wanted).some((id) => id.startsWith('ProjectIpAccessList')))
    remarks.push(
      'ProjectIpAccessList holds a list: only the new entries stand in it. What the type does with entries that stand already could not be confirmed: try it on a project of no importance first.',
    );
  return {
    template: {
      ...stack(wanted),
      Metadata: {
        Remarks: remarks,
        ...(Object.keys(differences).length === 0 ? {} : { Differences: differences }),
      },
    },
    ...(taken === 0 ? {} : { importTemplate: stack(existing) }),
    resourcesToImport,
    remarks,
  };
}

/** Why a change is left to another dialect; undefined where CloudFormation can say it. */
export function refusal(change: Change, { kind, cloudformation: dialect }: AnyResource): string | undefined {
  if (dialect === undefined) return `Fivefold writes no CloudFormation for ${kind} yet.`;
  if ('none' in dialect) return dialect.none;
  if (change.type === 'delete')
    return 'CloudFormation removes only what a stack has made: take the resource out of that stack, where there is one.';
  const cannot = dialect.cannot?.(change);
  if (cannot !== undefined) return cannot;
  if (change.type === 'create')
    return dialect.mode === 'whole' ? undefined : `Only changes of it are written as ${dialect.type}.`;
  if (dialect.isCreation?.(change.before, change.after) === true) return undefined;
  const changed = changedFields(change);
  const nameless = changed.filter((field) => !dialect.fields.includes(field));
  if (nameless.length > 0) return `${dialect.type} has no property for ${nameless.join(', ')}.`;
  const fixed = changed.filter((field) => dialect.createOnly?.includes(field));
  if (fixed.length > 0)
    return `${dialect.type} takes ${fixed.join(', ')} at creation only: CloudFormation would make a new one and remove the old one.`;
  if (dialect.mode === 'difference') return undefined;
  const identifier = dialect.identifier?.(change.before);
  if (identifier === undefined) return `It exists, and ${dialect.type} cannot be imported.`;
  return holdsUnknown(change.before) ? 'Not all of it was read, so that it cannot be imported as it is.' : undefined;
}

function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnknown);
}

/** Which resource it is about, and what differs. */
function changedOnly(before: TemplateObject, after: TemplateObject): TemplateObject {
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, value]): [string, TemplateValue | undefined][] => {
      if (name === 'ProjectId' || name === 'Name') return [[name, value]];
      const old = before[name];
      if (sameJson(value, old)) return [];
      const isObject = (one: unknown): one is TemplateObject =>
        typeof one === 'object' && one !== null && !Array.isArray(one);
      return [
        [name, isObject(value) && isObject(old) && name === 'AdvancedSettings' ? changedOnly(old, value) : value],
      ];
    }),
  );
}

/** Without what is undefined, as JSON leaves it out. */
function defined(value: TemplateValue): TemplateValue {
  return JSON.parse(JSON.stringify(value)) as TemplateValue;
}

/** Letters and digits only, and no two alike. */
function logicalId(type: string, label: string, address: string): string {
  const words = label.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${type.split('::').at(-1) ?? ''}${words.join('').slice(0, 40)}${shortHash(address, 6)}`;
}
