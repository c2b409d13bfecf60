import { cancel, group, intro, multiselect, outro, select, text } from '@clack/prompts';
import { parseCidr } from '../../core/cidr.ts';
import { Failure } from '../../core/failure.ts';
import type { CloudProvider, ComplianceDuty, Environment, Profile, RiskTolerance } from '../../core/profile.ts';

const DUTIES: readonly { readonly value: ComplianceDuty; readonly label: string }[] = [
  { value: 'soc2', label: 'SOC 2' },
  { value: 'iso27001', label: 'ISO/IEC 27001' },
  { value: 'hipaa', label: 'HIPAA' },
  { value: 'pci-dss', label: 'PCI DSS' },
  { value: 'gdpr', label: 'GDPR' },
  { value: 'fedramp', label: 'FedRAMP' },
  { value: 'irap', label: 'IRAP' },
  { value: 'csa-star', label: 'CSA STAR' },
];

/** `office=198.51.100.0/28, vpn=203.0.113.0/29` as names with their ranges; several ranges of one name add up. */
export function namedRanges(answer: string): readonly { readonly name: string; readonly ranges: readonly string[] }[] {
  const byName = new Map<string, string[]>();
  for (const part of answer.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [name = '', range = ''] = part.split('=').map((piece) => piece.trim());
    byName.set(name, [...(byName.get(name) ?? []), range]);
  }
  return [...byName].map(([name, ranges]) => ({ name, ranges }));
}

function rangesProblem(answer: string | undefined): string | undefined {
  for (const { name, ranges } of namedRanges(answer ?? '')) {
    const wrong = ranges.find((range) => parseCidr(range) === undefined);
    if (name === '' || wrong !== undefined)
      return `Write NAME=ADDRESS, separated by commas: ${wrong ? `"${wrong}" is no address or CIDR block` : 'a name is missing'}.`;
  }
  return undefined;
}

/**
 * Asks the tailoring questions on a terminal; what is known already stands there as the answer. `brief` asks the four
 * questions only and keeps the rest.
 */
export async function askProfile(known: Profile, projects: readonly string[], brief = false): Promise<unknown> {
  intro(
    brief
      ? 'Four questions. Enter keeps what is chosen.'
      : 'Four questions, then whom you know. Enter keeps what is chosen.',
  );
  const answers = await group(
    {
      cloudProviders: () =>
        multiselect<CloudProvider>({
          message: 'Which cloud providers do your clusters run on?',
          options: [
            { value: 'AWS', label: 'Amazon Web Services' },
            { value: 'AZURE', label: 'Microsoft Azure' },
            { value: 'GCP', label: 'Google Cloud' },
          ],
          initialValues: [...known.cloudProviders],
        }),
      environment: () =>
        select<Environment>({
          message: 'What are most of your projects for?',
          options: [{ value: 'production' }, { value: 'staging' }, { value: 'development' }],
          initialValue: known.environment,
        }),
      development: () =>
        brief || projects.length === 0
          ? Promise.resolve([] as string[])
          : multiselect<string>({
              message: 'Which of your projects are not production?',
              options: projects.map((name) => ({ value: name, label: name })),
              initialValues: projects.filter((name) => /\b(dev|test|stag|sandbox|demo)/i.test(name)),
              required: false,
            }),
      compliance: () =>
        multiselect<ComplianceDuty>({
          message: 'Which duties do you have?',
          options: [...DUTIES],
          initialValues: [...known.compliance],
          required: false,
        }),
      riskTolerance: () =>
        select<RiskTolerance>({
          message: 'How much risk do you accept?',
          options: [
            { value: 'low', hint: 'strictest' },
            { value: 'medium' },
            { value: 'high', hint: 'only what is plainly dangerous' },
          ],
          initialValue: known.riskTolerance,
        }),
      networks: () =>
        brief
          ? Promise.resolve('')
          : text({
              message: 'Which networks do you know (offices, VPNs, NAT gateways)?',
              placeholder: 'office=198.51.100.0/28, vpn=203.0.113.0/29',
              validate: rangesProblem,
            }),
      clients: () =>
        brief
          ? Promise.resolve('')
          : text({
              message: 'Which clients must keep working?',
              placeholder: 'shop-api=203.0.113.10, nightly-export=192.0.2.40',
              validate: rangesProblem,
            }),
      securityContact: () =>
        brief
          ? Promise.resolve(known.securityContact ?? '')
          : text({
              message: 'Who should get security notices from MongoDB?',
              placeholder: 'security@example.com; empty: nobody yet',
              initialValue: known.securityContact ?? '',
            }),
    },
    {
      onCancel: () => {
        cancel('Nothing was written.');
        throw new Failure(
          { code: 'cancelled', what: 'Stopped.', why: 'You left the questions.', fix: 'Run `fivefold init` again.' },
          2,
        );
      },
    },
  );
  outro('Thank you.');
  const networks = namedRanges(answers.networks ?? '').map(({ name, ranges }) => ({ name, cidrs: ranges }));
  const clients = namedRanges(answers.clients ?? '').map(({ name, ranges }) => ({ name, addresses: ranges }));
  const lower: Environment = answers.environment === 'production' ? 'staging' : 'development';
  return {
    ...known,
    cloudProviders: answers.cloudProviders,
    environment: answers.environment,
    projects: {
      ...known.projects,
      ...Object.fromEntries(
        answers.development.map((name) => [name, { environment: /\bdev/i.test(name) ? 'development' : lower }]),
      ),
    },
    compliance: answers.compliance,
    riskTolerance: answers.riskTolerance,
    knownNetworks: [...known.knownNetworks, ...networks],
    knownClients: [...known.knownClients, ...clients],
    securityContact: (answers.securityContact ?? '').trim() === '' ? null : answers.securityContact?.trim(),
  };
}
