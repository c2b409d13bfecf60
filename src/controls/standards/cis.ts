import { numbered, type Standard } from './standard.ts';

/** How many safeguards each of the 18 controls has; 153 in all. */
const SAFEGUARDS: readonly number[] = [5, 7, 14, 12, 6, 8, 7, 12, 7, 7, 5, 8, 11, 9, 7, 14, 9, 5];

/** The CIS critical security controls, not the benchmark for self-managed MongoDB. */
export const cis: Standard = {
  id: 'cis',
  title: 'CIS Critical Security Controls',
  version: '8.1',
  duty: null,
  extent: 'whole',
  ids: SAFEGUARDS.flatMap((count, index) => numbered(`${index + 1}.`, 1, count)),
};
