/** Nothing to press: say so, and offer another dialect. */
export const ui = {
  none: 'Custom DNS for AWS has no page that could be confirmed in the console.',
} as const;
