import type { Layer } from '../core/control.ts';

/** Something of a step of the guide that is judged on its own. */
export interface GuideItem {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** What Atlas does about it by itself. */
  readonly atlas: string;
  /** What is yours. */
  readonly yours: string;
  /** Ids of the controls that judge it; none: nothing that can be read says how it stands. */
  readonly controls: readonly string[];
  /** Takes the controls of this layer that no item names: a new control needs no other file than its own. */
  readonly home?: Layer;
  /** Kinds whose plan steps do it. */
  readonly kinds?: readonly string[];
  /** What has to be done before it: `step/item`. */
  readonly dependsOn?: readonly string[];
  /** Where Atlas does not have it (tier matrix, Atlas docs: free, shared and flex limits). */
  readonly notOn?: { readonly tiers: readonly ('free' | 'flex')[]; readonly because: string };
  /** What of it a cloud does not have: shown where a cluster runs there. */
  readonly notIn?: readonly { readonly clouds: readonly ('AWS' | 'AZURE' | 'GCP')[]; readonly because: string }[];
  /** What a person does where nothing can be read or planned. */
  readonly byHand?: readonly string[];
  /** Why there is nothing to do, ever. */
  readonly always?: string;
  /** Where a person goes; `{federation}` stands for the id of the organization's federation. */
  readonly link?: string;
  /** Pages of Atlas's documentation, below https://www.mongodb.com/docs/atlas/. */
  readonly pages: readonly string[];
}

/** One of the six steps. */
export interface GuideStep {
  /** Also the file's name, after its number. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly items: readonly GuideItem[];
}

/** Changes nothing: it types a step. */
export function defineStep(step: GuideStep): GuideStep {
  return step;
}
