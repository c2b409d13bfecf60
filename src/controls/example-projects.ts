import project from '../resources/project/index.ts';
import type { Project } from '../resources/project/model.ts';

const [shop] = project.examples as readonly [Project];

/** Ten projects, for examples of what is asked of larger organizations only. */
export const TEN_PROJECTS: readonly Project[] = Array.from({ length: 10 }, (_, number) => ({
  ...shop,
  id: `65000000000000000000000${number}`,
  name: `shop-${number}`,
}));
