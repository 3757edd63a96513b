import type { IPollFunctions } from 'n8n-workflow';

import {
	DEFAULT_LOOK_BACK,
	DEFAULT_MAX_EVENTS,
	LONGEST_LOOK_BACK,
	MOST_EVENTS,
} from '../../description/pollingProperties';
import { toInteger } from '../../encode/scalar';
import { toUnixSeconds } from '../../encode/timestamp';
import { InputError } from '../../errors/InputError';
import { choiceOption } from '../../resources/inputs';
import { isBlank } from '../../values';

import { triggerParameters, type TriggerParameters } from '../eventParameters';

/** The parameters of the polling trigger, checked. */
export interface PollParameters extends TriggerParameters {
	/** Where the first look begins, in unix seconds; at the newest event where nothing is said. */
	readonly since?: number;
	/** In seconds. */
	readonly lookBack: number;
	readonly maxEvents: number;
	/** Whether a workflow that is published again leaves out what happened in between. */
	readonly beginsAnew: boolean;
}

function sinceOf(functions: IPollFunctions): Pick<PollParameters, 'since'> {
	const start = choiceOption(functions.getNodeParameter('start', 'now'), 'Start', ['now', 'since'], 'now');
	if (start === 'now') return {};
	const given = functions.getNodeParameter('since', '');
	if (!isBlank(given)) return { since: toUnixSeconds(given, 'Since', functions.getTimezone()) };
	throw new InputError(
		'since',
		'Since has no value: give the time from which events are wanted',
		'Or choose From Now On.',
	);
}

/**
 * Reads and checks the parameters of the polling trigger.
 * @throws InputError for the first that does not fit
 */
export function pollParameters(functions: IPollFunctions): PollParameters {
	const parameters = triggerParameters(functions);
	const { lookBack, maxEvents, onPublish } = parameters.options;
	const minutes = isBlank(lookBack)
		? DEFAULT_LOOK_BACK
		: toInteger(lookBack, 'Look Back (Minutes)', 0, LONGEST_LOOK_BACK);
	return {
		...parameters,
		...sinceOf(functions),
		lookBack: minutes * 60,
		maxEvents: isBlank(maxEvents) ? DEFAULT_MAX_EVENTS : toInteger(maxEvents, 'Max Events per Run', 1, MOST_EVENTS),
		beginsAnew: choiceOption(onPublish, 'When Published Again', ['continue', 'now'], 'continue') === 'now',
	};
}
