import type { IHookFunctions } from 'n8n-workflow';

import type { Requester } from '../../Call';
import { respondModes } from '../../description/webhookProperties';
import { choiceOption } from '../../resources/inputs';

import { triggerParameters } from '../eventParameters';
import { triggerRequester } from '../requester';
import type { WantedEndpoint } from './endpoints';
import { hookError } from './hookError';
import { newSecret } from './secret';
import { urlRefusal } from './webhookUrl';

/** n8n calls a hook again five times within 15 s, and gives up publishing after two minutes. */
const timing = { patience: 8_000, timeout: 15_000, attended: true } as const;
const LONGEST_NAME = 50;

/** One hook of n8n under way. */
export interface EndpointHook {
	readonly functions: IHookFunctions;
	readonly requester: Requester;
	/** To which Chargebee is to send: that of a test is another. */
	readonly url: string;
	/** A password for an endpoint that this hook creates or adopts. */
	readonly secret: string;
}

/** How the endpoint is called in Chargebee: `n8n <workflow> <node>`, at most 50 characters. */
export function endpointName(functions: IHookFunctions): string {
	const test = functions.getMode() === 'manual' ? ' (test)' : '';
	return `n8n ${functions.getWorkflow().id ?? ''} ${functions.getNode().id.slice(0, 8)}${test}`.slice(0, LONGEST_NAME);
}

/**
 * The endpoint that the node's parameters ask for.
 * @throws InputError where they cannot be, or Chargebee does not send to the URL
 */
export function wantedEndpoint({ functions, requester, url }: EndpointHook): WantedEndpoint {
	const { events, options } = triggerParameters(functions);
	choiceOption(options.respond, 'Respond', respondModes, 'onReceived');
	const refusal = urlRefusal(url, requester.site.custom);
	if (refusal !== undefined) throw refusal;
	return { name: endpointName(functions), url, events };
}

/** Runs the steps of a hook. What they throw is told in the words of the editor, without API key and password. */
export async function runHook<Result>(
	functions: IHookFunctions,
	steps: (hook: EndpointHook) => Promise<Result>,
): Promise<Result> {
	const secret = newSecret();
	const secrets: unknown[] = [secret];
	const run = async (): Promise<Result> => {
		const requester = await triggerRequester(functions, timing);
		secrets.push(requester.site.credential.apiKey);
		return await steps({ functions, requester, url: functions.getNodeWebhookUrl('default') ?? '', secret });
	};
	return await run().catch((reason: unknown) => {
		throw hookError(reason, functions.getNode(), secrets);
	});
}
