import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { InputError } from '../../errors/InputError';
import { withoutKey } from '../../errors/withoutKey';
import type { Requester } from '../../Call';
import { clock } from '../../async/clock';

import { isChosen, passes } from '../eventFilter';
import { eventItem } from '../eventOutput';
import { failureOf, isPassing, isStartOfN8n } from '../failure';
import { envelopeOf, orderEventOf, type EventEnvelope } from '../orderEvent';
import { eventsBackwards, eventsFrom, newestEvents } from './eventList';
import { pollError } from './pollErrors';
import { beginAt, beginNow, MOST_SEEN, pollEvents, type PollState } from './pollEvents';
import { pollParameters, type PollParameters } from './pollParameters';
import { dropBeginning, hasLooked, keepBeginning, keptBeginning, storedState, storeState } from './pollState';
import { pollRequester, PollTime } from './pollTime';

type Polled = INodeExecutionData[][] | null;

/** One poll of one node in production. */
interface Poll {
	readonly functions: IPollFunctions;
	readonly parameters: PollParameters;
	readonly time: PollTime;
	readonly requester: Requester;
	readonly node: string;
	/** The origin of the site that is polled. */
	readonly site: string;
	/** What n8n stores for the node. */
	readonly data: IDataObject;
}

const DAY = 86_400;

/** The nodes of which a poll is under way: n8n starts the next one while a long one goes on, with the same state. */
const underWay = new Set<string>();

/**
 * Registrations of which a poll has ended well: n8n hands the same functions to all polls of one. The first poll decides
 * whether there are others; if it throws, and does so a few times more within seconds, n8n polls no more.
 */
const established = new WeakSet<IPollFunctions>();

/** The items for those events that start the workflow. */
function itemsOf(events: readonly EventEnvelope[], { filter, output }: PollParameters): INodeExecutionData[] {
	return events.flatMap((envelope) => {
		const event = orderEventOf(envelope);
		return event !== undefined && passes(event, filter) ? [eventItem(event, output)] : [];
	});
}

/** The newest event, for the person who builds the workflow. Neither reads nor changes what is remembered. */
async function sample(requester: Requester, parameters: PollParameters): Promise<INodeExecutionData[][]> {
	const events = (await newestEvents(requester, parameters.events)).flatMap((entry) => envelopeOf(entry) ?? []);
	const [newest] = itemsOf(events, parameters);
	if (newest !== undefined) return [[newest]];
	throw new InputError(
		'events',
		'Chargebee has no such event yet: change an order there, or choose other events',
		'The newest 100 of the chosen events were looked at.',
	);
}

/** How far the polls before got, as n8n stored it or as this process knows it. */
function known({ functions, data, node, site }: Poll): PollState | undefined {
	const stored = storedState(data, site);
	if (stored !== undefined) dropBeginning(node);
	else if (hasLooked(data)) {
		functions.logger.warn('What the trigger remembers is of another site or version, so it begins anew');
	}
	return stored ?? keptBeginning(node, site);
}

async function begin({ parameters, requester, node, site, data }: Poll): Promise<null> {
	const { events, filter, lookBack } = parameters;
	const state = await beginNow(eventsBackwards(requester, events), {
		lookBack,
		isChosen: (event) => isChosen(event, filter),
		// Nothing is listed, so that nothing comes that is old, even where this machine's clock is hours ahead.
		earliest: Math.floor(clock.now() / 1000) - DAY,
	});
	keepBeginning(node, site, state);
	storeState(data, site, state);
	return null;
}

async function look(state: PollState, { functions, parameters, time, requester, site, data }: Poll): Promise<Polled> {
	const { events, filter, lookBack, maxEvents } = parameters;
	const looked = await pollEvents(state, eventsFrom(requester, events, state.from), {
		lookBack,
		maxEvents,
		isChosen: (event) => isChosen(event, filter),
		elapsed: () => time.elapsed / 1000,
		isTimeUp: () => time.isUp,
	});
	const items = itemsOf(looked.events, parameters);
	if (looked.forgotten > 0) {
		functions.logger.warn(
			`More than ${MOST_SEEN.toLocaleString('en')} events lie within Look Back: ${looked.forgotten} of them may come twice`,
		);
	}
	storeState(data, site, looked.next);
	return items.length > 0 ? [items] : null;
}

/** What is new since the poll before; nothing where nothing is, and where the node only begins. */
async function newItems(poll: Poll): Promise<Polled> {
	const { functions, parameters } = poll;
	const state = known(poll);
	if (state === undefined)
		return parameters.since === undefined ? await begin(poll) : await look(beginAt(parameters.since), poll);
	const isPublished = functions.getActivationMode() === 'activate' && !established.has(functions);
	return isPublished && parameters.beginsAnew ? await begin(poll) : await look(state, poll);
}

/** Polls unless a poll of the node is under way. */
async function alone(node: string, work: () => Promise<Polled>): Promise<Polled> {
	if (underWay.has(node)) return null;
	underWay.add(node);
	return await work().finally(() => underWay.delete(node));
}

async function polled(functions: IPollFunctions): Promise<Polled> {
	const parameters = pollParameters(functions);
	const time = PollTime.of(functions);
	const requester = await pollRequester(functions, time);
	const work = async (): Promise<Polled> => {
		if (functions.getMode() === 'manual') return await sample(requester, parameters);
		const node = `${functions.getWorkflow().id ?? ''} ${functions.getNode().id}`;
		const site = requester.site.origin;
		const data = functions.getWorkflowStaticData('node');
		const poll = { functions, parameters, time, requester, node, site, data };
		return await alone(node, async () => await newItems(poll));
	};
	return await work().catch((reason: unknown) => {
		throw withoutKey(reason, requester.site.credential.apiKey);
	});
}

/** Whether a poll may fail without a word: the first one after a start of n8n, if the next one may succeed. */
function mayFail(functions: IPollFunctions, reason: unknown): boolean {
	const isFirst = isStartOfN8n(functions) && functions.getMode() !== 'manual' && !established.has(functions);
	return isFirst && isPassing(failureOf(reason));
}

/**
 * One poll of the trigger: the events since the last one as items; null where there are none, where the node only begins,
 * and while the poll before is under way. By hand the newest event.
 *
 * What is remembered changes only where it ends well, and last of all: n8n keeps what is changed before an error.
 *
 * @throws the error that n8n shows, with the reason by which n8n times the next polls
 */
export async function poll(functions: IPollFunctions): Promise<Polled> {
	const result = await polled(functions).catch((reason: unknown) => {
		const error = pollError(reason, functions.getNode());
		if (!mayFail(functions, reason)) throw error;
		functions.logger.warn(`The first poll after the start failed, and the next one follows: ${error.message}`);
		return null;
	});
	established.add(functions);
	return result;
}
