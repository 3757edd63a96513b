import type { INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';
import { builtIn, chain, webhook, type Link } from '../../support/workflowChain';

/** The one path under which the webhook of a workflow listens; each workflow has an n8n of its own. */
export const WEBHOOK_PATH = 'run';

/**
 * A workflow that a webhook starts, and that answers with the number of items that have one of these fields. What n8n
 * stores of an execution takes it longer than many a job, so as those with much data do, it stores only failed ones.
 */
export function measured(name: string, links: readonly Link[], counted: readonly string[]): WorkflowFile {
	const workflow = chain(name, [webhook(WEBHOOK_PATH, 'lastNode'), ...links, count('Count', counted)]);
	return { ...workflow, settings: { ...workflow.settings, saveDataSuccessExecution: 'none' } };
}

/** Counts the items that have one of these fields. */
export function count(name: string, fields: readonly string[]): Link {
	return builtIn(name, 'summarize', 1.1, {
		fieldsToSummarize: { values: fields.map((field) => ({ aggregation: 'count', field })) },
		options: { disableDotNotation: true },
	});
}

/** n8n's HTTP Request node, with the key as basic authentication. */
export function httpRequest(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	const basic = { authentication: 'genericCredentialType', genericAuthType: 'httpBasicAuth' };
	return {
		...builtIn('HTTP Request', 'httpRequest', 4.5, { ...basic, ...parameters }),
		credentials: { httpBasicAuth: { id: '', name: '' } },
		...rest,
	};
}

/** What an expert sets for writes: tries again. */
export const patient: Partial<INode> = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 };

/** Form fields of an HTTP Request node. */
export function form(fields: Readonly<Record<string, string>>): INodeParameters {
	return {
		method: 'POST',
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: { parameters: Object.entries(fields).map(([name, value]) => ({ name, value })) },
	};
}
