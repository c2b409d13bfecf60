import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { findRequirement, standards, standardsOf } from '../../src/controls/standards/index.ts';

const SHARED = '../shared/data';
const idsOf = new Map(standards.map(({ id, ids }) => [id, new Set(ids)]));

describe('standards', () => {
  it('have as many requirements as they publish, each once', () => {
    const published = { cis: 153, 'csa-ccm': 197, gdpr: 99, iso27001: 93, soc2: 61 };
    expect(standards.filter(({ extent }) => extent === 'whole').map(({ id }) => id)).toEqual(Object.keys(published));
    for (const { id, ids, extent } of standards) {
      expect(new Set(ids).size, id).toBe(ids.length);
      if (extent === 'whole') expect(ids.length, id).toBe(published[id as keyof typeof published]);
      expect(ids.length, id).toBeGreaterThan(40);
    }
  });

  it('answer every duty of the profile', () => {
    for (const duty of ['soc2', 'iso27001', 'hipaa', 'pci-dss', 'gdpr', 'fedramp', 'irap', 'csa-star'] as const)
      expect(standardsOf(duty).length, duty).toBe(1);
  });

  it('hold every id that a control cites, and every control cites some', () => {
    let seen = 0;
    for (const control of controls) {
      expect(new Set(control.standards).size, control.id).toBe(control.standards.length);
      expect(control.standards.length, control.id).toBeGreaterThan(0);
      for (const citation of control.standards) {
        expect(findRequirement(citation), `${control.id} cites ${citation}`).toBeDefined();
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(20);
    expect(findRequirement('soc2:CC6.9')).toBeUndefined();
    expect(findRequirement('soc3:CC6.1')).toBeUndefined();
    expect(findRequirement('CC6.1')).toBeUndefined();
  });

  it.skipIf(!existsSync(SHARED))('agree with the reference lists of ../shared', () => {
    const read = (file: string) => JSON.parse(readFileSync(`${SHARED}/${file}`, 'utf8'));
    const lists = read('framework-ids.json') as Record<string, Record<string, string>>;
    const keys = (list: string) => Object.keys(lists[list] ?? {});
    // 164_308_a_1_ii_a is 164.308(a)(1)(ii)(A).
    const paragraph = (key: string) => {
      const [, section, ...rest] = key.split('_');
      return `164.${section}${rest.map((part, depth) => `(${depth === 3 ? part.toUpperCase() : part})`).join('')}`;
    };
    const expected: Record<string, readonly string[]> = {
      iso27001: keys('iso27001_2022'),
      // The lists write cc_6_1, cc_a_1_1, pi_1_2.
      soc2: keys('soc2').map((key) => {
        const [family, major, minor] = key.replace(/^cc_([ac])_/, '$1_').split('_') as [string, string, string];
        return `${family.toUpperCase()}${major}.${minor}`;
      }),
      hipaa: keys('hipaa').map(paragraph),
      'csa-ccm': keys('csa_ccm_4'),
      cis: keys('cis_controls_8_1'),
      gdpr: keys('gdpr').map((key) => key.replace('article_', 'Art.')),
      // The list numbers the checks of one product below each requirement: only the first three numbers are the standard's.
      'pci-dss': keys('pci_4_0')
        .filter((key) => !key.startsWith('A'))
        .map((key) => key.split('.').slice(0, 3).join('.')),
    };
    const map = read('compliance-map.json') as { controls: readonly Record<string, readonly string[]>[] };
    const mapped = (key: string) => map.controls.flatMap((control) => control[key] ?? []);
    const cited: Record<string, readonly string[]> = {
      soc2: mapped('soc2'),
      iso27001: mapped('iso27001_2022'),
      hipaa: mapped('hipaa'),
      'pci-dss': mapped('pci_dss_4_0'),
      gdpr: mapped('gdpr'),
      'csa-ccm': mapped('csa_ccm_4'),
      cis: mapped('cis_controls_8_1'),
      ism: mapped('ism').map((number) => `ISM-${number}`),
      'nist-800-53': mapped('nist_800_53_r5').map((id) => id.toUpperCase().replace(/\.(\d+)$/, '($1)')),
    };
    let seen = 0;
    for (const source of [expected, cited]) {
      for (const [standard, ids] of Object.entries(source)) {
        expect(ids.length, standard).toBeGreaterThan(0);
        for (const id of ids) {
          expect(idsOf.get(standard)?.has(id), `${standard}:${id}`).toBe(true);
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(500);
  });

  if (!existsSync(SHARED))
    process.stderr.write(`skipped: ${SHARED} is not here, so the standards were not compared.\n`);
});
