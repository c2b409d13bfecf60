/** The decision procedure: may this client do this, layer by layer, and why. */
export { type AuditDecision, auditOf } from './audit.ts';
export { type Selected, selectsEvent, UNKNOWN } from './audit-filter.ts';
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
export { compareRoles, type RoleComparison } from './equivalent.ts';
export {
  callersOfEvents,
  createGathering,
  type Evidence,
  type EvidenceSource,
  eventOfAuditLine,
  eventsOfHistory,
  type Gathering,
  type ObservedLogin,
  windowDays,
} from './evidence.ts';
export { type InvariantVerdict, proveInvariants, type Violation } from './invariants.ts';
export { leastCallChange } from './least-call-change.ts';
export { type Flip, type LeastChange, leastChange } from './least-change.ts';
export { knownOperations, rolesNeeded } from './operations.ts';
export { type Attack, type AttackPath, type AttackStart, type Cut, findAttacks } from './paths.ts';
export {
  expandRoles,
  isBuiltInRole,
  type Privilege,
  type Privileges,
  printPlace,
  printTarget,
  type Target,
} from './privileges.ts';
export { type EvidenceProposal, observedClients, proposalsOf } from './proposals.ts';
export { serverActions } from './server-actions.ts';
export { type Stage, stageClients } from './stage.ts';
export type { Decision, LayerDecision, Verdict } from './verdict.ts';
export { type CutOff, type Walk, walk } from './walk.ts';
export { LATE_SECONDS, tightenedProjects, type WatchedClient, watchClients } from './watch.ts';
export { type WhoCan, whoCan } from './who-can.ts';
