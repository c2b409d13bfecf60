/** Nothing to press: say so, and offer another dialect. */
export const ui = {
  none: 'The limits of a project have no page that could be confirmed in the console.',
} as const;
