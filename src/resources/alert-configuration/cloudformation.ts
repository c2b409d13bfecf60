/** Source: the registry's schema (every property is taken at creation only) and the handler, which sends no `enabled`. */
export const cloudformation = {
  none: 'MongoDB::Atlas::AlertConfiguration cannot turn an alert on: Enabled is read-only there, and an alert that is not turned on stays off.',
} as const;
