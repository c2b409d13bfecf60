import { defineControl } from '../../core/control.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import {
  ACCESS_EVENTS,
  DROP_EVENTS,
  LOGIN_EVENTS,
  parseAuditFilter,
  SUCCESSFUL_OPERATIONS,
  selects,
} from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const OTHERS = [...LOGIN_EVENTS, ...ACCESS_EVENTS, ...DROP_EVENTS];

/** The branches of a filter that ask for successful operations and nothing else. */
function successBranches(filter: JsonObject): readonly JsonObject[] {
  const entries = Object.entries(filter);
  const [only] = entries;
  const branches =
    entries.length === 1 && only?.[0] === '$or' && Array.isArray(only[1]) && only[1].every(isObject)
      ? (only[1] as readonly JsonObject[]).flatMap(successBranches)
      : undefined;
  if (branches !== undefined) return branches;
  return selects(filter, SUCCESSFUL_OPERATIONS) !== 'never' &&
    OTHERS.every((event) => selects(filter, event) === 'never')
    ? [filter]
    : [];
}

/** True where every operation is weighed although none that succeeds can be selected. */
function isWasted(configuration: AuditConfiguration): boolean {
  const filter = parseAuditFilter(configuration.auditFilter ?? '');
  return (
    configuration.auditAuthorizationSuccess &&
    filter !== undefined &&
    selects(filter, SUCCESSFUL_OPERATIONS) === 'never'
  );
}

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const filtering = (auditFilter: string, auditAuthorizationSuccess: boolean) => ({
  'audit-configuration': [{ ...on, auditFilter, auditAuthorizationSuccess }],
  cluster: [dedicated],
});

export default defineControl({
  id: 'auditing/audit-success-fits-filter',
  title: 'Successful operations are audited where, and only where, the audit filter asks for them',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Successful reads and writes become events only with auditAuthorizationSuccess. A filter that asks for them without it stays empty, and somebody relies ' +
    'on a record that is not there. With it and a filter that never selects one, the server weighs every operation for nothing.',
  sources: ['getGroupAuditLog', 'updateGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1.1',
    'nist-800-53:AU-12',
    'csa-ccm:LOG-08',
    'ism:ISM-1537',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    const at = auditConfiguration.address(configuration);
    if (isWasted(configuration)) {
      const because =
        'auditAuthorizationSuccess is on, and the audit filter never selects a successful operation: every operation is weighed for nothing.';
      return { status: 'fail', violations: [{ at, because, severity: 'low' }] };
    }
    const dead = configuration.auditAuthorizationSuccess ? [] : successBranches(filter);
    if (dead.length === 0) return { status: 'pass' };
    const because = `The audit filter asks for successful operations (${dead.map((branch) => JSON.stringify(branch)).join(', ')}), and auditAuthorizationSuccess is off: none is ever recorded.`;
    return { status: 'fail', violations: [{ at, because }] };
  },
  remedy({ 'audit-configuration': all }, { project }) {
    const wasted = all.filter(isWasted);
    if (wasted.length > 0)
      return {
        type: 'changes',
        changes: wasted.map((configuration) =>
          auditConfiguration.update(
            configuration,
            { auditAuthorizationSuccess: false },
            'The filter selects no successful operation, so nothing is lost.',
          ),
        ),
      };
    const what = `Must successful operations that the audit filter of project "${project?.name}" names be on record? If so, turn auditAuthorizationSuccess on, which costs performance; if not, take them out of the filter.`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'refusals only', resources: filtering('{"atype":"authCheck","result":13}', false) },
      { name: 'whatever is audited', resources: filtering('{"atype":{"$in":["authCheck","authenticate"]}}', false) },
      {
        name: 'one collection, with success',
        resources: filtering('{"atype":"authCheck","result":0,"param.ns":"shop.cards"}', true),
      },
      { name: 'what succeeds, of every type', resources: filtering('{"result":0}', false) },
    ],
    fail: [
      {
        name: 'asked for, and off',
        resources: filtering(
          '{"$or":[{"atype":"authenticate"},{"atype":"authCheck","result":0,"param.ns":"shop.cards"}]}',
          false,
        ),
      },
      { name: 'on, and not asked for', resources: filtering('{"atype":{"$in":["authenticate","createUser"]}}', true) },
      { name: 'on, and refusals asked for', resources: filtering('{"atype":"authCheck","result":13}', true) },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: {
          'audit-configuration': [{ ...on, enabled: false, auditAuthorizationSuccess: true }],
          cluster: [dedicated],
        },
      },
      { name: 'a free cluster only', resources: { 'audit-configuration': [on], cluster: [free] } },
    ],
  },
});
