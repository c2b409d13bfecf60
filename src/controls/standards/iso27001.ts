import { numbered, type Standard } from './standard.ts';

/** The reference controls of annex A: organizational, people, physical and technological. */
export const iso27001: Standard = {
  id: 'iso27001',
  title: 'ISO/IEC 27001, annex A',
  version: '2022',
  duty: 'iso27001',
  extent: 'whole',
  ids: [...numbered('A.5.', 1, 37), ...numbered('A.6.', 1, 8), ...numbered('A.7.', 1, 14), ...numbered('A.8.', 1, 34)],
};
