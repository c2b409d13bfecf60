/** Entries of IP access lists that a tool made for the machine that it ran on. */
import { addressSetOf, admitsStrangers } from '../core/cidr.ts';
import type { ProjectIpAccessListEntry } from '../resources/project-ip-access-list/model.ts';

/** The comments that tools give to such an entry. */
const COMMENTS: Readonly<Record<string, string>> = {
  // mongodb-mcp-server, accessListUtils: DEFAULT_ACCESS_LIST_COMMENT.
  'added by mongodb mcp server to enable tool access': 'the MongoDB MCP server',
  // mongodb-atlas-cli, setup: createAccessList (recorded).
  'ip added with atlas quickstart': '`atlas setup`',
  // Unconfirmed: what the console's first steps write ("Automate security setup"); no recording shows it.
  'created as part of the auto setup process': 'the first steps of the console',
};

/** The tool that left a permanent entry behind; undefined for entries of people, those that end, and open ones, which are findings of their own. */
export function toolOf(item: ProjectIpAccessListEntry): string | undefined {
  if (item.type !== 'cidr' || item.deleteAfterDate !== null || admitsStrangers(addressSetOf([item.entry])))
    return undefined;
  return COMMENTS[item.comment.trim().toLowerCase()];
}
