import { blockOf, parseCidr } from '../../../core/cidr.ts';
import { addHours } from '../../../core/instant.ts';
import type { ModelOf } from '../../../core/resource.ts';
import { indexSnapshot } from '../../../core/snapshot.ts';
import { analyzers } from '../../../hazards/analyzers.generated.ts';
import { planLines } from '../../../reports/terminal.ts';
import databaseUser from '../../../resources/database-user/index.ts';
import { resources } from '../../../resources/index.generated.ts';
import projectIpAccessList from '../../../resources/project-ip-access-list/index.ts';
import { makePlan } from '../../../workflows/make-plan.ts';
import { now, sha256 } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';

const KINDS = ['organization', 'project', 'cluster', 'flex-cluster', 'database-user', 'project-ip-access-list'];
/** Atlas takes users and entries that end within a week (createGroupDatabaseUser, createGroupAccessListEntry). */
const LONGEST_HOURS = 7 * 24;

export default defineCommand({
  name: 'quickstart',
  order: 15,
  summary: 'a first user and a first address for a cluster, safely (only GET requests)',
  description:
    'Makes a plan of two steps: a database user with one role on one database, confined to the cluster, and an entry for one address. Both ' +
    'end by themselves unless --keep is given. Then `fivefold rehearse` and `fivefold apply`, which asks for the password.',
  examples: [
    'fivefold quickstart --project shop --cluster shop --user kim --database shop --from 203.0.113.7',
    'fivefold quickstart --project shop --cluster shop --user app --database shop --may readWrite --from 203.0.113.10 --keep',
  ],
  options: {
    ...SNAPSHOT_OPTION,
    cluster: { type: 'string', value: 'NAME', text: 'the cluster; needed where the project has several' },
    user: { type: 'string', value: 'NAME', text: 'the name of the database user' },
    database: { type: 'string', value: 'DB', text: 'the one database that it works on' },
    may: { type: 'string', value: 'read|readWrite', text: 'what it may do there; default read' },
    from: { type: 'string', value: 'ADDRESS', text: 'where it connects from' },
    hours: { type: 'string', value: 'N', text: 'how long both stay; default 6, at most 168' },
    keep: { type: 'boolean', text: 'both stay until somebody removes them' },
  },
  async run(desk) {
    const { user, database, from, may = 'read', keep = false } = desk.values;
    const hours = Number(desk.values.hours ?? '6');
    const missing = Object.entries({ user, database, from })
      .filter(([, value]) => value === undefined || value === '')
      .map(([name]) => `--${name}`);
    if (missing.length > 0)
      throw usage(
        `Needed: ${missing.join(', ')}.`,
        'A user, the database that it works on, and the address that it comes from.',
        'See `fivefold quickstart --help`.',
      );
    if (may !== 'read' && may !== 'readWrite')
      throw usage(
        `--may ${may} is no role for a start.`,
        'It is read or readWrite on one database.',
        'Use one of them; `fivefold plan` and fivefold.yaml are for more.',
      );
    if (!Number.isInteger(hours) || hours < 1 || hours > LONGEST_HOURS)
      throw usage(
        `--hours ${desk.values.hours} does not work.`,
        'Atlas takes what ends within a week: 1 to 168 hours.',
        'Use fewer hours, or --keep.',
      );
    const range = parseCidr(from ?? '');
    const entry = range === undefined ? undefined : blockOf(range);
    if (entry === undefined)
      throw usage(
        `--from ${from} is no address.`,
        'It is neither IPv4 nor IPv6, nor a CIDR block.',
        'Write 203.0.113.7.',
      );
    if (Number(entry.split('/')[1]) < (entry.includes(':') ? 48 : 24))
      throw usage(
        `--from ${from} is too much for a start.`,
        'It is broader than /24 (IPv4) or /48 (IPv6).',
        'Name the address itself.',
      );
    const snapshot = await snapshotFor(desk, KINDS);
    const index = indexSnapshot(snapshot);
    const clusters = [...index.ofKind('cluster'), ...index.ofKind('flex-cluster')].map(
      ({ model }) => model as ModelOf<'cluster'>,
    );
    const fitting = clusters.filter(({ name }) => desk.values.cluster === undefined || name === desk.values.cluster);
    const [cluster] = fitting;
    if (cluster === undefined || fitting.length > 1)
      throw usage(
        'Which cluster is meant is not clear.',
        clusters.length === 0 ? 'There is none.' : `There are: ${clusters.map(({ name }) => name).join(', ')}.`,
        'Name it with --cluster, and its project with --project.',
      );
    const deleteAfterDate = keep ? null : addHours(now(), hours);
    const { projectId } = cluster;
    const wanted: ModelOf<'database-user'> = {
      projectId,
      databaseName: 'admin',
      username: user ?? '',
      mechanism: { type: 'scram' },
      roles: [{ roleName: may, databaseName: database ?? '', collectionName: null }],
      scopes: [{ type: 'CLUSTER', name: cluster.name }],
      labels: [],
      description: '',
      deleteAfterDate,
    };
    if (index.byAddress.has(databaseUser.address(wanted)))
      throw usage(`There is a user ${user} already.`, 'A start makes a new one.', 'Use another name with --user.');
    const admitted = { projectId, type: 'cidr' as const, entry, comment: user ?? '', deleteAfterDate };
    const stands = index.byAddress.has(projectIpAccessList.address(admitted));
    if (stands) desk.note(`${entry} stands on the IP access list already.`);
    const until =
      deleteAfterDate === null ? 'It stays until somebody removes it.' : `It ends by itself at ${deleteAfterDate}.`;
    const { profile } = await profileFor(desk);
    const plan = makePlan({
      controls: [],
      snapshot,
      profile,
      resources,
      analyzers,
      sha256,
      also: [
        ...(stands ? [] : [projectIpAccessList.create(admitted, until)]),
        databaseUser.create(wanted, `May ${may} ${database} on cluster ${cluster.name} and nothing else. ${until}`),
      ].map((change) => ({ change, closes: [], wave: 0 })),
    });
    await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
    const path = await desk.workspace.write('plan.json', `${JSON.stringify(plan)}\n`);
    if (desk.json) desk.print(JSON.stringify(plan));
    else {
      for (const line of planLines(plan, desk.style)) desk.print(line);
      desk.print(`\nSaved in ${path}. Next: \`fivefold rehearse\`, then \`fivefold apply\`.`);
    }
    return 0;
  },
});
