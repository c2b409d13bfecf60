import type { ComplianceDuty } from '../../core/profile.ts';
import { cis } from './cis.ts';
import { csaCcm } from './csa-ccm.ts';
import { gdpr } from './gdpr.ts';
import { hipaa } from './hipaa.ts';
import { ism } from './ism.ts';
import { iso27001 } from './iso27001.ts';
import { nist80053 } from './nist-800-53.ts';
import { pciDss } from './pci-dss.ts';
import { soc2 } from './soc2.ts';
import type { Standard } from './standard.ts';

/** Every standard that controls cite, in alphabetical order of its id. */
export const standards: readonly Standard[] = [cis, csaCcm, gdpr, hipaa, ism, iso27001, nist80053, pciDss, soc2];

/** The standards that a duty of the profile asks for. */
export function standardsOf(duty: ComplianceDuty): readonly Standard[] {
  return standards.filter((standard) => standard.duty === duty);
}

/** The standard and the id that a citation (`soc2:CC6.1`) names; undefined where the tables have neither. */
export function findRequirement(citation: string): { readonly standard: Standard; readonly id: string } | undefined {
  const colon = citation.indexOf(':');
  const id = citation.slice(colon + 1);
  const standard = standards.find((candidate) => candidate.id === citation.slice(0, colon));
  return standard?.ids.includes(id) ? { standard, id } : undefined;
}
