import { type HclBlock, terraformName } from '../../core/hcl.ts';
import { nativeRegion } from '../../policies/regions.ts';
import type { ArtifactFile } from '../artifact.ts';

/** The Terraform providers that a part is written for. */
export type TerraformProvider = 'aws' | 'azuread' | 'azurerm' | 'google';

/** What one private path needs in the customer's cloud. */
export interface Part {
  /** For the cloud's Terraform file. */
  readonly blocks: readonly HclBlock[];
  readonly providers: readonly TerraformProvider[];
  /** Scripts, and what they read. */
  readonly files: readonly ArtifactFile[];
  readonly remarks: readonly string[];
}

export type Cloud = 'AWS' | 'AZURE' | 'GCP';

/** As people call the clouds. */
export const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { AWS: 'AWS', AZURE: 'Azure', GCP: 'Google Cloud' };

/** As the clouds are called in options and in names of files. */
export const CLOUD_WORDS: Readonly<Record<Cloud, 'aws' | 'azure' | 'gcp'>> = {
  AWS: 'aws',
  AZURE: 'azure',
  GCP: 'gcp',
};

/** A region as the cloud itself spells it; undefined where that is not known. */
export function cloudRegion(provider: Cloud, region: string): string | undefined {
  return nativeRegion(provider, region)?.split(':')[1];
}

/** Whether a person means this region, in Atlas's spelling or in the cloud's. */
export function isRegion(provider: Cloud, region: string, wanted: string): boolean {
  return wanted === region || wanted === cloudRegion(provider, region);
}

/** A script of these lines that stops at the first failure. */
export function scriptOf(name: string, about: string, lines: readonly string[]): ArtifactFile {
  return {
    name,
    format: 'shell',
    text: `${['#!/bin/sh', 'set -eu', ...lines].join('\n')}\n`,
    about,
    executable: true,
  };
}

/** A word for names in a file and in the cloud: lower case letters, digits and hyphens. */
export function plainWord(...parts: readonly string[]): string {
  return terraformName(parts.join('_')).replaceAll('_', '-').replace(/^-/, '');
}
