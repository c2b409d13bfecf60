/** The decision procedure: may this client do this, layer by layer, and why. */
export { commands } from './commands.ts';
export type { Actor, ControlPlane, ControlRequest } from './control-plane.ts';
export { type DataWay, dataWaysOf } from './data-ways.ts';
export {
  type Access,
  createAccess,
  type DataRequest,
  KINDS_DECIDING,
  openRanges,
  parsePrincipal,
  principalKey,
  type Source,
  type TlsVersion,
} from './decide.ts';
export { type AccessDifference, differenceOf } from './difference.ts';
export { type InvariantVerdict, proveInvariants, type Violation } from './invariants.ts';
export { knownOperations, rolesNeeded } from './operations.ts';
export { expandRoles, type Privilege, type Privileges, printPlace, printTarget, type Target } from './privileges.ts';
export type { Decision, LayerDecision, Verdict } from './verdict.ts';
export { type CutOff, type Walk, walk } from './walk.ts';
export { type WhoCan, whoCan } from './who-can.ts';
