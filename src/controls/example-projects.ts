import project from '../resources/project/index.ts';
import type { Project } from '../resources/project/model.ts';

const [shop] = project.examples as readonly [Project];

/** Five projects, for examples of what is asked of larger organizations only. */
export const FIVE_PROJECTS: readonly Project[] = [1, 2, 3, 4, 5].map((number) => ({
  ...shop,
  id: `65000000000000000000000${number}`,
  name: `shop-${number}`,
}));
