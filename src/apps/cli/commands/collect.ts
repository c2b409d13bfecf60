import { controls } from '../../../controls/catalogue.generated.ts';
import { type Style, wrap } from '../../../reports/style.ts';
import { resources } from '../../../resources/index.generated.ts';
import { type Preflight, preflight } from '../../../workflows/preflight.ts';
import { now } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { withSession } from '../inputs.ts';

export default defineCommand({
  name: 'collect',
  order: 20,
  summary: 'read an organization into a snapshot (only GET requests)',
  description:
    'Reads everything that Fivefold knows, each list once, and says what could not be read and which role would open it. ' +
    'The role to grant is Organization Read Only; --preflight tells what stays closed to it.',
  examples: ['fivefold collect --preflight', 'fivefold collect --project shop --workspace audit-2026'],
  options: {
    preflight: { type: 'boolean', text: 'only try what the credential may read, and name the least roles to grant' },
  },
  run: (desk) =>
    withSession(desk, 'read', async (session) => {
      if (desk.values.preflight === true) {
        const access = await preflight({
          api: session.api,
          orgId: session.orgId,
          ...(desk.values.project === undefined ? {} : { projects: desk.values.project }),
          controls,
          resources,
          baseUrl: session.baseUrl,
          now: now(),
        });
        if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, ...access }));
        else for (const line of preflightLines(access, desk.style)) desk.print(line);
        return access.grants.length > 0 || access.ownerOnly.kinds.length > 0 ? 1 : 0;
      }
      const snapshot = await session.collect(resources.map((resource) => resource.kind));
      const path = await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
      const unread = snapshot.reads.filter((read) => read.notRead);
      if (desk.json) {
        desk.print(JSON.stringify({ formatVersion: 1, path, resources: snapshot.resources.length, notRead: unread }));
        return 0;
      }
      const { name } = snapshot.source.organization;
      desk.print(`Read ${snapshot.resources.length} resources of "${name}" into ${path}.`);
      const reasons = new Map<string, number>();
      for (const { kind, notRead } of unread) {
        const role = notRead?.neededRole === undefined ? '' : ` Grant ${notRead.neededRole} to read it.`;
        const text = `${kind}: ${notRead?.because}${role}`;
        reasons.set(text, (reasons.get(text) ?? 0) + 1);
      }
      if (reasons.size > 0) desk.print('Not read, so what rests on it stays unknown:');
      for (const [text, times] of reasons)
        desk.print(`  ${wrap(text, desk.style.width - 2, '    ')}${times > 1 ? ` (in ${times} places)` : ''}`);
      desk.print(`Next: \`fivefold assess --snapshot ${path}\`.`);
      return 0;
    }),
});

function preflightLines(access: Preflight, style: Style): readonly string[] {
  const { tried, seen } = access.projects;
  const lines = [style.bold(`${access.organization.name}: what this credential may read`)];
  lines.push(style.dim(`Tried on ${tried} of ${seen} projects.`), '');
  const kinds = new Map(access.layers.flatMap((layer) => layer.kinds.map((kind) => [kind.kind, kind] as const)));
  const marks = {
    readable: style.green('readable'),
    partly: style.yellow('partly  '),
    refused: style.red('refused '),
    failed: style.red('failed  '),
    'none-there': style.dim('none    '),
  };
  for (const kind of kinds.values()) {
    const what = kind.access === 'none-there' ? style.dim('nothing there that it could live in') : '';
    const cost =
      kind.access === 'refused' || kind.access === 'partly'
        ? style.dim(`${kind.controls.length} ${kind.controls.length === 1 ? 'control stays' : 'controls stay'} unknown`)
        : what;
    lines.push(`  ${marks[kind.access]}  ${kind.title.padEnd(44)} ${cost}`.trimEnd());
  }
  lines.push('');
  if (access.grants.length === 0) lines.push(style.green('Nothing is missing.'));
  for (const { role, opens, projects } of access.grants) {
    const where = projects.length === 0 ? 'on the organization' : `on ${projects.join(', ')}`;
    lines.push(wrap(`Grant ${style.bold(role)} ${where}: it opens ${opens.join(', ')}.`, style.width, '  '));
  }
  if (access.ownerOnly.kinds.length > 0) {
    lines.push('', wrap(`Only an owner may read ${access.ownerOnly.kinds.join(', ')}. Three ways:`, style.width, '  '));
    for (const way of access.ownerOnly.ways) lines.push(`  · ${wrap(way, style.width - 4, '    ')}`);
  }
  return lines;
}
