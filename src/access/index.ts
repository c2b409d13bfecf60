/** The decision procedure: may this client do this, layer by layer, and why. */
export { commands } from './commands.ts';
export {
  type Access,
  createAccess,
  type DataRequest,
  type Decision,
  KINDS_DECIDING,
  type LayerDecision,
  parsePrincipal,
  principalKey,
  type Source,
  type TlsVersion,
} from './decide.ts';
export { type AccessDifference, differenceOf, printPlace } from './difference.ts';
export { type InvariantVerdict, proveInvariants, type Violation } from './invariants.ts';
export { expandRoles, type Privilege, type Privileges, type Target } from './privileges.ts';
export { type CutOff, type Walk, walk } from './walk.ts';
export { type WhoCan, whoCan } from './who-can.ts';
