import { lockOut } from './lock-out.ts';

/** Every analyzer; each looks at one kind of hazard. */
export const analyzers = [lockOut];
