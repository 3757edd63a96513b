import type { INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';
import { builtIn, chain, webhook, type Link } from '../../support/workflowChain';

/** The one path under which the webhook of a workflow listens; each workflow has an n8n of its own. */
export const WEBHOOK_PATH = 'run';

/**
 * A workflow that a webhook starts, and that answers with the number of items that have this field. What n8n stores of an
 * execution takes it longer than many a job, so as those with much data do, it stores only failed ones.
 */
export function measured(name: string, links: readonly Link[], field: string): WorkflowFile {
	const workflow = chain(name, [webhook(WEBHOOK_PATH, 'lastNode'), ...links, ...count(field)]);
	return { ...workflow, settings: { ...workflow.settings, saveDataSuccessExecution: 'none' } };
}

/**
 * Counts the items that have this field, and looks at that field only: Summarize would copy all fields of every item first,
 * and an expression over all items would copy the items, which takes longest where each order is an item of its own and not
 * one field of it.
 */
export function count(field: string, suffix = ''): Link[] {
	return [
		builtIn(`Gather${suffix}`, 'aggregate', 1, {
			fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: field, renameField: true, outputFieldName: 'all' }] },
			options: { disableDotNotation: true },
		}),
		builtIn(`Count${suffix}`, 'set', 3.4, {
			assignments: {
				assignments: [{ id: 'count', name: `count${suffix}`, type: 'number', value: '={{ $json.all.length }}' }],
			},
			includeOtherFields: false,
			options: {},
		}),
	];
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
