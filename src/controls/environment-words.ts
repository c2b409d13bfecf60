import type { ControlContext } from '../core/control.ts';
import { type Environment, environmentOf, type Profile } from '../core/profile.ts';

type Tags = readonly { readonly key: string; readonly value: string }[];

const WORDS: Readonly<Record<Environment, readonly string[]>> = {
  production: ['prod', 'production', 'prd'],
  staging: ['staging', 'stage', 'stg', 'preprod', 'uat'],
  development: ['dev', 'develop', 'development', 'test', 'testing', 'qa', 'sandbox'],
};
const KEYS = ['env', 'environment'];

function environmentOfWord(word: string): Environment | undefined {
  return (Object.keys(WORDS) as readonly Environment[]).find((environment) => WORDS[environment].includes(word));
}

/** The environment that a tag names (`env`, `environment`), where the word is a usual one. */
export function environmentByTag(tags: Tags): Environment | undefined {
  const tag = tags.find(({ key }) => KEYS.includes(key.trim().toLowerCase()));
  return tag === undefined ? undefined : environmentOfWord(tag.value.trim().toLowerCase());
}

/** The environment that a name speaks of (`shop-prod`), where it speaks of one alone. */
export function environmentByName(name: string): Environment | undefined {
  const found = new Set(
    name
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z]+/)
      .flatMap((word) => environmentOfWord(word) ?? []),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

/** The environment of a project: as the profile answers. Production may be assumed only: where nothing is said of this project, its own tag or name counts. */
export function likelyEnvironment(
  project: { readonly id: string; readonly name: string; readonly tags?: Tags },
  profile: Profile,
): Environment {
  const isAnswered = profile.projects[project.id] !== undefined || profile.projects[project.name] !== undefined;
  if (isAnswered || profile.environment !== 'production') return environmentOf(profile, project);
  return environmentByTag(project.tags ?? []) ?? environmentByName(project.name) ?? profile.environment;
}

/** `likelyEnvironment` of the project in scope, by its name alone. */
export function likelyEnvironmentHere({ environment, profile, project }: ControlContext): Environment {
  return project === undefined ? environment : likelyEnvironment(project, profile);
}
