import type { CustomDatabaseRole } from '../resources/custom-database-role/model.ts';
import { customRolesOf, type DatabaseUser } from '../resources/database-user/model.ts';

/** A built-in role that a database user holds. */
export interface HeldRole {
  readonly role: string;
  /** The custom role that inherits it; null: given to the user itself. */
  readonly via: string | null;
}

/** Which of these built-in roles a user holds, by itself or through custom roles that inherit them, however deep. */
export function heldRoles(
  user: DatabaseUser,
  customRoles: readonly CustomDatabaseRole[],
  wanted: (role: string) => boolean,
): readonly HeldRole[] {
  const found: HeldRole[] = user.roles
    .filter(({ roleName }) => wanted(roleName))
    .map(({ roleName }) => ({ role: roleName, via: null }));
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { roleName } of customRoles.find((role) => role.roleName === name)?.inheritedRoles ?? []) {
      if (wanted(roleName)) found.push({ role: roleName, via: name });
      else visit(roleName);
    }
  };
  for (const name of customRolesOf(user)) visit(name);
  return found;
}

/** `backup`, or `backup (through nightly)`. */
export function printHeldRole({ role, via }: HeldRole): string {
  return via === null ? role : `${role} (through ${via})`;
}
