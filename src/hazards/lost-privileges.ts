import type { Change } from '../core/change.ts';
import { sameJson } from '../core/json.ts';
import type { Hazard } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';

type Grant = { readonly text: string; readonly key: unknown };

function grantsOf(user: ModelOf<'database-user'>): readonly Grant[] {
  return user.roles.map((role) => ({ text: `${role.roleName}@${role.databaseName}`, key: role }));
}

/** A user or a role that loses privileges: whoever needs them fails, and Fivefold does not know who does. */
export default function lostPrivileges(change: Change): readonly Hazard[] {
  if (change.type !== 'update') return [];
  if (change.kind === 'database-user') {
    const before = change.before as ModelOf<'database-user'>;
    const after = change.after as ModelOf<'database-user'>;
    const kept = grantsOf(after);
    const lost = grantsOf(before).filter(({ key }) => !kept.some((grant) => sameJson(grant.key, key)));
    const narrower =
      after.scopes.length > 0 &&
      (before.scopes.length === 0 || before.scopes.some((s) => !after.scopes.some((other) => sameJson(other, s))));
    return [
      ...(lost.length === 0
        ? []
        : [cuts(`Database user ${after.username} loses ${lost.map(({ text }) => text).join(', ')}.`)]),
      ...(narrower
        ? [
            cuts(
              `Database user ${after.username} can log in to ${after.scopes.map(({ name }) => name).join(', ')} only.`,
            ),
          ]
        : []),
      ...(before.deleteAfterDate === null && after.deleteAfterDate !== null
        ? [cuts(`Atlas removes database user ${after.username} at ${after.deleteAfterDate}.`)]
        : []),
    ];
  }
  if (change.kind === 'custom-database-role') {
    const { roleName } = change.after as ModelOf<'custom-database-role'>;
    return [cuts(`Every user with the custom role ${roleName} gets its new privileges at once.`)];
  }
  return [];
}

function cuts(because: string): Hazard {
  return { name: 'cuts-off-client', because: `${because} Whoever needs what is taken away fails.` };
}
