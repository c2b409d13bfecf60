import { defineGuardrail, exempting } from '../guardrail.ts';

export default defineGuardrail({
  id: 'maintenance-window',
  title: 'Projects in production keep a maintenance window',
  why: 'Without one Atlas restarts nodes when it likes; a window that was set should not be taken away again.',
  asked: ({ profile: { environment } }) =>
    environment === 'production' ? 'The environment is production.' : undefined,
  text: ({ exempt }) => `forbid (
  principal,
  action == ResourcePolicy::Action::"project.maintenanceWindow.modify",
  resource
) unless {
  context.project.hasDefinedMaintenanceWindow${exempting(exempt)}
};`,
  examples: [
    {
      input: { environment: 'production', exempt: ['650000000000000000000002'] },
      refused: [{ action: 'project.maintenanceWindow.modify', hasDefinedMaintenanceWindow: false }],
      passed: [
        { action: 'project.maintenanceWindow.modify', hasDefinedMaintenanceWindow: true },
        {
          action: 'project.maintenanceWindow.modify',
          hasDefinedMaintenanceWindow: false,
          projectId: '650000000000000000000002',
        },
      ],
    },
  ],
});
