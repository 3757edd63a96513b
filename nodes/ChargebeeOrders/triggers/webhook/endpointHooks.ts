import type { IHookFunctions } from 'n8n-workflow';

import { describeError } from '../../errors/nodeError';
import { maskKey } from '../../errors/withoutKey';
import type { Resource } from '../../transport/paging';

import { failureOf, isPassing, isStartOfN8n } from '../failure';
import { endpointName, runHook, wantedEndpoint, type EndpointHook } from './endpointHook';
import { creationRefusal } from './endpointLimit';
import { createEndpoint, deleteEndpoint, getEndpoint, isAsWanted, listEndpoints, updateEndpoint } from './endpoints';
import { forget, stateIn, store } from './endpointState';
import { hashOf } from './secret';
import { urlRefusal } from './webhookUrl';

/** The node's static data, which n8n saves after every hook. */
function dataOf({ functions }: EndpointHook): ReturnType<IHookFunctions['getWorkflowStaticData']> {
	return functions.getWorkflowStaticData('node');
}

function remember(hook: EndpointHook, endpointId: string): void {
	store(dataOf(hook), { site: hook.requester.site.origin, endpointId, secretHash: hashOf(hook.secret) });
}

/** The endpoints that send to this node. By the exact URL: one of a test, or of another workflow, differs in its path alone. */
async function ownEndpoints({ requester, url }: EndpointHook): Promise<Resource[]> {
	return (await listEndpoints(requester)).filter((endpoint) => endpoint.url === url);
}

async function find(hook: EndpointHook): Promise<boolean> {
	const { requester } = hook;
	const wanted = wantedEndpoint(hook);
	const state = stateIn(dataOf(hook));
	const known = state?.site === requester.site.origin ? await getEndpoint(requester, state.endpointId) : undefined;
	if (known !== undefined) {
		if (!isAsWanted(known, wanted)) await updateEndpoint(requester, String(known.id), wanted);
		return true;
	}
	const [first, ...others] = await ownEndpoints(hook);
	if (first === undefined) return false;
	// Nobody knows the password of an endpoint that is not remembered.
	await updateEndpoint(requester, String(first.id), wanted, hook.secret);
	remember(hook, String(first.id));
	for (const { id } of others) await deleteEndpoint(requester, String(id));
	return true;
}

async function create(hook: EndpointHook): Promise<void> {
	const { requester, secret } = hook;
	const creating = createEndpoint(requester, wantedEndpoint(hook), secret);
	const endpointId = await creating.catch(async (reason: unknown) => {
		throw await creationRefusal(requester, reason);
	});
	remember(hook, endpointId);
}

async function remove(hook: EndpointHook): Promise<void> {
	const { functions, requester, url } = hook;
	const { site, endpointId } = dataOf(hook);
	const { origin, custom } = requester.site;
	if (typeof site === 'string' && site !== origin) {
		functions.logger.warn(
			`The webhook endpoint ${String(endpointId)} of ${site} is not removed: the credential is now that of ${origin}. Delete it there by hand.`,
		);
	} else if (typeof endpointId === 'string') {
		await deleteEndpoint(requester, endpointId);
		// n8n cleans up after a failed creation too: where Chargebee cannot send to, there is no endpoint to look for.
	} else if (urlRefusal(url, custom) === undefined) {
		for (const { id } of await ownEndpoints(hook)) await deleteEndpoint(requester, String(id));
	}
	forget(dataOf(hook));
}

/**
 * Whether the endpoint stands in Chargebee, by its stored ID or by its URL. One that was changed is put right again, and
 * one that the node does not remember is adopted with a new password.
 * @throws NodeApiError, NodeOperationError where it could not be found out, unless n8n just starts
 */
export async function checkExists(functions: IHookFunctions): Promise<boolean> {
	return await runHook(functions, async (hook) => {
		return await find(hook).catch((reason: unknown) => {
			// n8n 1 looks at every start whether the endpoint is there; an outage then must not end a workflow that is published.
			const goesOn = isStartOfN8n(functions) && stateIn(dataOf(hook)) !== undefined && isPassing(failureOf(reason));
			if (!goesOn) throw reason;
			const { message: why } = describeError(reason);
			const message = `The webhook endpoint could not be looked at, and is taken to be there: ${why}`;
			functions.logger.warn(maskKey(maskKey(message, hook.requester.site.credential.apiKey), hook.secret));
			return true;
		});
	});
}

/**
 * Creates the endpoint and remembers it.
 * @throws NodeApiError, NodeOperationError with the whole remedy in the message; nothing is remembered then
 */
export async function createHook(functions: IHookFunctions): Promise<boolean> {
	await runHook(functions, create);
	return true;
}

/**
 * Deletes the endpoint and forgets it.
 * @throws NodeApiError where it could not be deleted. n8n gives up after three tries and tells nobody, so the log says what
 * stays in Chargebee; it is remembered, and used when the workflow is published again
 */
export async function deleteHook(functions: IHookFunctions): Promise<boolean> {
	await runHook(functions, async (hook) => {
		await remove(hook).catch((reason: unknown) => {
			const { endpointId = 'of unknown ID' } = dataOf(hook);
			functions.logger.error(
				`The webhook endpoint "${endpointName(functions)}" (${String(endpointId)}) may stay in ${hook.requester.site.origin}: it could not be removed. Chargebee repeats its deliveries until it is deleted there, or the workflow is published again.`,
			);
			throw reason;
		});
	});
	return true;
}
