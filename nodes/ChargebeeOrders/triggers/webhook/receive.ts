import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isChosen, passes } from '../eventFilter';
import { eventItem } from '../eventOutput';
import { triggerParameters } from '../eventParameters';
import { envelopeOf, orderEventOf } from '../orderEvent';
import { rememberAnswered, wasAnswered } from './answeredIds';
import { isSignedIn } from './secret';

/** As much of Express' response as is used. */
interface Response {
	statusCode: number;
	setHeader(name: string, value: string): void;
	end(): void;
	once(event: 'finish', listener: () => void): void;
}

/** Answers at once and starts no execution. */
function answer(response: Response, status: number): IWebhookResponseData {
	response.statusCode = status;
	if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Chargebee"');
	response.end();
	return { noWebhookResponse: true };
}

function accept(functions: IWebhookFunctions, response: Response): IWebhookResponseData {
	const envelope = envelopeOf(functions.getBodyData());
	if (envelope === undefined) return answer(response, 400);
	const { filter, output } = triggerParameters(functions);
	if (!isChosen(envelope, filter)) return answer(response, 200);
	const event = orderEventOf(envelope);
	if (event === undefined) return answer(response, 400);
	if (!passes(event, filter)) return answer(response, 200);
	const node = `${functions.getWorkflow().id ?? ''} ${functions.getNode().id}`;
	// A test is for looking at the same event again.
	if (functions.getMode() !== 'manual') {
		if (wasAnswered(node, event.id)) return answer(response, 200);
		// Not before: Chargebee must be able to repeat what n8n could not store and answers with 500.
		response.once('finish', () => {
			if (response.statusCode < 300) rememberAnswered(node, event.id);
		});
	}
	return { workflowData: [[eventItem(event, output)]] };
}

/**
 * Takes a delivery. Only one that carries the endpoint's password, holds an event that was chosen and was not answered
 * before starts an execution. Sends nothing, decrypts no credential, and throws nothing: n8n would store an execution.
 */
export function receive(functions: IWebhookFunctions): IWebhookResponseData {
	const response: Response = functions.getResponseObject();
	const { authorization } = functions.getHeaderData();
	if (!isSignedIn(authorization, functions.getWorkflowStaticData('node').secretHash)) return answer(response, 401);
	try {
		return accept(functions, response);
	} catch (reason) {
		const message = reason instanceof Error ? reason.message : String(reason);
		functions.logger.error(`An event of Chargebee was refused, and will be sent again: ${message}`);
		return answer(response, 500);
	}
}
