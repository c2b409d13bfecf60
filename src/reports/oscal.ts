import { stateOf } from './report.ts';
import type { StandardReport } from './requirements.ts';

/** The version of OSCAL that is written (https://pages.nist.gov/OSCAL, assessment results model). */
export const OSCAL_VERSION = '1.1.3';

/** A requirement's id as OSCAL takes it: a token that begins with a letter. */
export function oscalControlId(standard: string, requirement: string): string {
  const token = requirement
    .toLowerCase()
    .replace(/\((\w+)\)/g, '.$1')
    .replace(/[^a-z0-9._-]+/g, '-');
  return /^nist/.test(standard) ? token : `${standard}_${token}`;
}

/**
 * OSCAL assessment results: an observation for each finding of a control, a finding for each requirement. `uuid` makes the same
 * UUID of the same name, so that the same input gives the same bytes. What could not be judged is not satisfied, and says why.
 */
export function requirementsOscal(report: StandardReport, uuid: (name: string) => string): string {
  const { standard, organization, requirements, takenAt, programVersion } = report;
  const name = (text: string) => uuid(`${organization.id} ${takenAt} ${standard.id} ${text}`);
  const seen = new Map<string, object>();
  const subjects = new Map<string, object>();
  const observationsOf = (requirement: StandardReport['requirements'][number]): readonly string[] =>
    requirement.controls.flatMap(({ id, title, findings, asked }) =>
      findings.map((finding) => {
        const key = name(`observation ${id} ${finding.address} ${finding.because}`);
        const subject = name(`subject ${finding.address}`);
        if (!subjects.has(subject))
          subjects.set(subject, {
            uuid: subject,
            type: 'service',
            title: finding.address,
            description: `Atlas resource ${finding.address}`,
            status: { state: 'operational' },
          });
        if (!seen.has(key))
          seen.set(key, {
            uuid: key,
            title,
            description: finding.because,
            props: [
              { name: 'control', ns: 'https://fivefold.dev/ns/oscal', value: id },
              { name: 'verdict', ns: 'https://fivefold.dev/ns/oscal', value: stateOf(finding) },
              { name: 'severity', ns: 'https://fivefold.dev/ns/oscal', value: finding.severity },
            ],
            methods: ['TEST'],
            types: ['control-objective'],
            subjects: [{ 'subject-uuid': subject, type: 'component', title: finding.address }],
            collected: takenAt,
            remarks: `Read with ${asked.flatMap(({ operations }) => operations).join(', ')}.`,
          });
        return key;
      }),
    );
  const findings = requirements.map((requirement) => {
    const related = [...new Set(observationsOf(requirement))];
    const satisfied = requirement.state === 'helped' || requirement.state === 'nothing-to-judge';
    return {
      uuid: name(`finding ${requirement.id}`),
      title: `${standard.title} ${requirement.id}`,
      description:
        'Whether the controls that help to meet this requirement pass. It does not show that the requirement is met.',
      target: {
        type: 'objective-id',
        'target-id': oscalControlId(standard.id, requirement.id),
        status: {
          state: satisfied ? 'satisfied' : 'not-satisfied',
          reason: satisfied ? 'pass' : requirement.state === 'attention' ? 'fail' : 'other',
          ...(requirement.state === 'not-seen' ? { remarks: 'Not everything that decides could be read.' } : {}),
          ...(requirement.state === 'accepted'
            ? { remarks: 'Findings are accepted by waivers that have not expired.' }
            : {}),
        },
      },
      ...(related.length === 0 ? {} : { 'related-observations': related.map((key) => ({ 'observation-uuid': key })) }),
    };
  });
  const ids = requirements.map(({ id }) => ({ 'control-id': oscalControlId(standard.id, id) }));
  const document = {
    'assessment-results': {
      uuid: name('assessment results'),
      metadata: {
        title: `${standard.title} ${standard.version}: what fivefold has read of Atlas organization ${organization.name}`,
        'last-modified': takenAt,
        version: programVersion,
        'oscal-version': OSCAL_VERSION,
      },
      'import-ap': {
        href: '#',
        remarks: 'There is no assessment plan: fivefold judges what its catalogue of controls holds.',
      },
      'local-definitions': { components: [...subjects.values()] },
      results: [
        {
          uuid: name('result'),
          title: `Organization ${organization.name}`,
          description: 'Verdicts of controls on one reading of the organization.',
          start: takenAt,
          end: takenAt,
          'reviewed-controls': {
            'control-selections': [ids.length === 0 ? { 'include-all': {} } : { 'include-controls': ids }],
          },
          ...(seen.size === 0 ? {} : { observations: [...seen.values()] }),
          ...(findings.length === 0 ? {} : { findings }),
        },
      ],
    },
  };
  // Components stand in the result, where subjects are looked up; the model has no place for them at the top.
  const { 'local-definitions': definitions, ...rest } = document['assessment-results'];
  const [result] = rest.results;
  return JSON.stringify(
    {
      'assessment-results': {
        ...rest,
        results: [{ ...result, ...(subjects.size === 0 ? {} : { 'local-definitions': definitions }) }],
      },
    },
    undefined,
    2,
  );
}
