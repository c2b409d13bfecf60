import { numbered, type Standard } from './standard.ts';

/** The articles of the European data protection regulation. */
export const gdpr: Standard = {
  id: 'gdpr',
  title: 'General Data Protection Regulation (EU) 2016/679',
  version: '2016/679',
  duty: 'gdpr',
  extent: 'whole',
  ids: numbered('Art.', 1, 99),
};
