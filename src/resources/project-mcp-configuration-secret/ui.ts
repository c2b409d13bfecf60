/** Nothing to press: say so, and offer another dialect. */
export const ui = {
  none: 'Remote MCP servers have no page that could be confirmed in the console.',
} as const;
