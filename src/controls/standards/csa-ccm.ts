import type { Standard } from './standard.ts';

/** How many controls each domain of the matrix has; 197 in all. */
const DOMAINS: Readonly<Record<string, number>> = {
  'A&A': 6,
  AIS: 7,
  BCR: 11,
  CCC: 9,
  CEK: 21,
  DCS: 15,
  DSP: 19,
  GRC: 8,
  HRS: 13,
  IAM: 16,
  IPY: 4,
  IVS: 9,
  LOG: 13,
  SEF: 8,
  STA: 14,
  TVM: 10,
  UEM: 14,
};

/** The cloud controls matrix that a CSA STAR assessment goes by. */
export const csaCcm: Standard = {
  id: 'csa-ccm',
  title: 'CSA Cloud Controls Matrix',
  version: '4.0',
  duty: 'csa-star',
  extent: 'whole',
  ids: Object.entries(DOMAINS).flatMap(([domain, count]) =>
    Array.from({ length: count }, (_, index) => `${domain}-${String(index + 1).padStart(2, '0')}`),
  ),
};
