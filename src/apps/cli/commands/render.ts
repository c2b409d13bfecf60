import { printHcl } from '../../../core/hcl.ts';
import { resources } from '../../../resources/index.generated.ts';
import { renderApi, renderAtlasCli } from '../../../workflows/render-calls.ts';
import { renderCloudFormation } from '../../../workflows/render-cloudformation.ts';
import { renderTerraform } from '../../../workflows/render-terraform.ts';
import { defineCommand } from '../command.ts';
import { savedPlan, usage } from '../inputs.ts';
import { PLAN_OPTION } from '../options.ts';

export default defineCommand({
  name: 'render',
  order: 50,
  summary: 'write the plan as Terraform, Atlas CLI commands or Admin API calls',
  description: 'For whoever carries changes out with other tools. Reads the saved plan only; talks to nobody.',
  examples: [
    'fivefold render --dialect terraform > fivefold.tf',
    'fivefold render --dialect atlas-cli > fivefold.sh',
    'fivefold render --dialect api > fivefold.sh',
  ],
  options: {
    ...PLAN_OPTION,
    dialect: { type: 'string', value: 'api|atlas-cli|terraform', text: 'what to write; default terraform' },
  },
  async run(desk) {
    const dialect = desk.values.dialect ?? 'terraform';
    if (dialect !== 'api' && dialect !== 'atlas-cli' && dialect !== 'terraform')
      throw usage(
        `There is no dialect "${dialect}".`,
        'Dialects are api, atlas-cli and terraform.',
        'Use one of them.',
      );
    const plan = await savedPlan(desk);
    const text = ((): string => {
      if (dialect === 'api') return renderApi(plan.steps, resources);
      if (dialect === 'atlas-cli') return renderAtlasCli(plan.steps, resources);
      const { blocks, remarks } = renderTerraform(plan.steps, resources);
      return `${remarks.map((remark) => `# ${remark}\n`).join('')}${printHcl(blocks)}`;
    })();
    desk.print(desk.json ? JSON.stringify({ formatVersion: 1, dialect, text }) : text);
    return 0;
  },
});
