import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

const folder = join(__dirname, '..', '..', '..', 'examples');

/** The names of the example workflows, without `.json`. */
export const exampleNames = readdirSync(folder)
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.replace(/\.json$/, ''));

/** The workflow of an example; `edit` changes its text, as a person fills in what the sticky note asks for. */
export function exampleWorkflow(name: string, edit: (text: string) => string = (text) => text): WorkflowFile {
	return JSON.parse(edit(readFileSync(join(folder, `${name}.json`), 'utf8'))) as WorkflowFile;
}
