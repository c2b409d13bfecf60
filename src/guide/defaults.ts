/** A secure default of Atlas, and the controls that tell whether it still holds. */
export interface SecureDefault {
  readonly title: string;
  /** What is so in a new organization, project or cluster. */
  readonly initially: string;
  /** None: it cannot be changed. */
  readonly controls: readonly string[];
}

/** Atlas's secure defaults ("Security Features and Setup" and "FAQ: Security" pages; the API's defaults are recorded). */
export const secureDefaults: readonly SecureDefault[] = [
  {
    title: 'Disks are encrypted',
    initially: 'Every volume is encrypted with the cloud provider’s keys.',
    controls: [],
  },
  { title: 'Connections are encrypted', initially: 'Every connection is TLS.', controls: [] },
  { title: 'A login is needed', initially: 'Every connection to a cluster must log in.', controls: [] },
  {
    title: 'Nobody is let in',
    initially: 'The IP access list of a new project is empty.',
    controls: ['network/no-open-ip-access-list'],
  },
  {
    title: 'Old TLS is refused',
    initially: 'A new cluster takes TLS 1.2 and later.',
    controls: ['encryption/tls-1-2-or-later'],
  },
  {
    title: 'Ciphers are current',
    initially: 'A new cluster offers Atlas’s own choice of suites.',
    controls: ['encryption/no-weak-cipher'],
  },
  {
    title: 'No role can do everything',
    initially: 'A new project has no database users and no custom roles.',
    controls: ['authorization/no-atlas-admin-user', 'authorization/no-dangerous-custom-role'],
  },
  {
    title: 'Nobody becomes an owner by signing in',
    initially: 'A connected identity provider grants no roles.',
    controls: ['authorization/no-owner-on-first-sign-in'],
  },
  {
    title: 'Sign-in is not passed by',
    initially: 'Debug mode of an identity provider is off.',
    controls: ['authentication/saml-debug-off'],
  },
  {
    title: 'Stream processing stays within its project',
    initially: 'Connections across projects are off.',
    controls: ['organization-policy/no-stream-across-projects'],
  },
];

/** Whether a default still holds. */
export type DefaultState = 'holds' | 'weakened' | 'unknown' | 'fixed';

/** Each default with its state and, where it was weakened, the evidence. */
export function defaultsOf(
  findings: readonly {
    readonly control: string;
    readonly verdict: string;
    readonly because: string;
    readonly address: string;
  }[],
): readonly {
  readonly title: string;
  readonly initially: string;
  readonly state: DefaultState;
  readonly because: readonly string[];
}[] {
  return secureDefaults.map(({ title, initially, controls }) => {
    const own = findings.filter(({ control }) => controls.includes(control));
    const failing = own.filter(({ verdict }) => verdict === 'fail');
    const unread = own.filter(({ verdict }) => verdict === 'unknown');
    const state: DefaultState =
      controls.length === 0
        ? 'fixed'
        : failing.length > 0
          ? 'weakened'
          : unread.length > 0 || own.length === 0
            ? 'unknown'
            : 'holds';
    const because = (state === 'weakened' ? failing : state === 'unknown' ? unread : []).map(
      (finding) => finding.because,
    );
    return { title, initially, state, because: [...new Set(because)] };
  });
}
