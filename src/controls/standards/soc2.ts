import { numbered, type Standard } from './standard.ts';

/** The trust services criteria that a SOC 2 report is written against. */
export const soc2: Standard = {
  id: 'soc2',
  title: 'SOC 2, Trust Services Criteria',
  version: '2017, points of focus of 2022',
  duty: 'soc2',
  extent: 'whole',
  ids: [
    ...numbered('CC1.', 1, 5),
    ...numbered('CC2.', 1, 3),
    ...numbered('CC3.', 1, 4),
    ...numbered('CC4.', 1, 2),
    ...numbered('CC5.', 1, 3),
    ...numbered('CC6.', 1, 8),
    ...numbered('CC7.', 1, 5),
    'CC8.1',
    ...numbered('CC9.', 1, 2),
    ...numbered('A1.', 1, 3),
    ...numbered('C1.', 1, 2),
    ...numbered('PI1.', 1, 5),
    'P1.1',
    'P2.1',
    ...numbered('P3.', 1, 2),
    ...numbered('P4.', 1, 3),
    ...numbered('P5.', 1, 2),
    ...numbered('P6.', 1, 7),
    'P7.1',
    'P8.1',
  ],
};
