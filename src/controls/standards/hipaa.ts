import type { Standard } from './standard.ts';

/** The security rule for electronic health records in the United States: its safeguards, by paragraph. */
export const hipaa: Standard = {
  id: 'hipaa',
  title: 'HIPAA Security Rule (45 CFR part 164, subpart C)',
  version: '2013',
  duty: 'hipaa',
  extent: 'part',
  ids: [
    ...['(i)', '(ii)(A)', '(ii)(B)', '(ii)(C)', '(ii)(D)'].map((end) => `164.308(a)(1)${end}`),
    '164.308(a)(2)',
    ...['(i)', '(ii)(A)', '(ii)(B)', '(ii)(C)'].map((end) => `164.308(a)(3)${end}`),
    ...['(i)', '(ii)(A)', '(ii)(B)', '(ii)(C)'].map((end) => `164.308(a)(4)${end}`),
    ...['(i)', '(ii)(A)', '(ii)(B)', '(ii)(C)', '(ii)(D)'].map((end) => `164.308(a)(5)${end}`),
    ...['(i)', '(ii)'].map((end) => `164.308(a)(6)${end}`),
    ...['(i)', '(ii)(A)', '(ii)(B)', '(ii)(C)', '(ii)(D)', '(ii)(E)'].map((end) => `164.308(a)(7)${end}`),
    '164.308(a)(8)',
    ...['(1)', '(2)(i)', '(2)(ii)', '(2)(iii)', '(2)(iv)'].map((end) => `164.312(a)${end}`),
    '164.312(b)',
    ...['(1)', '(2)'].map((end) => `164.312(c)${end}`),
    '164.312(d)',
    ...['(1)', '(2)(i)', '(2)(ii)'].map((end) => `164.312(e)${end}`),
    '164.316(a)',
    ...['(1)', '(2)(i)', '(2)(ii)', '(2)(iii)'].map((end) => `164.316(b)${end}`),
  ],
};
