import { eventSources, orderEventTypes, orderStatuses } from '../api/enumerations';
import { isRecord, trimmed } from '../values';
import { toList } from '../encode/list';
import { toChoice, toText } from '../encode/scalar';
import { InputError } from '../errors/InputError';
import { choiceOption, valueOptions } from '../resources/inputs';

import type { EventFilter } from './eventFilter';
import type { EventOutput } from './eventOutput';
import type { OrderEventType } from '../api/events';

/** n8n's functions from which parameters without an input item are read. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/** The parameters that both triggers have, checked. */
export interface TriggerParameters {
	/** At least one, each once, sorted. */
	readonly events: readonly OrderEventType[];
	readonly filter: EventFilter;
	readonly output: EventOutput;
	/** The collection of the same name, for options that one trigger has of its own. */
	readonly options: Readonly<Record<string, unknown>>;
}

function choices<Value extends string>(given: unknown, label: string, values: readonly Value[]): Set<Value> {
	return new Set(toList(given, label).map((entry) => toChoice(entry, label, values)));
}

function chosenEvents(given: unknown): OrderEventType[] {
	const events = [...choices(given, 'Events', orderEventTypes)].sort();
	if (events.length > 0) return events;
	throw new InputError(
		'events',
		'No event is chosen, and to Chargebee that would mean all events: choose at least one',
		'They stand in Events of the node.',
	);
}

/**
 * Reads and checks the parameters that both triggers have.
 * @throws InputError for no event, and for a value that Chargebee does not have (pasted, or by an expression), with the
 * nearest one
 */
export function triggerParameters(functions: ParameterSource): TriggerParameters {
	const events = chosenEvents(functions.getNodeParameter('events', []));
	const given = functions.getNodeParameter('options', {});
	const options = isRecord(given) ? given : {};
	const entities = 'Only Business Entities';
	return {
		events,
		filter: {
			events: new Set(events),
			ignoreSources: choices(options.ignoreSources, 'Ignore Sources', eventSources),
			statuses: choices(options.statuses, 'Only Statuses', orderStatuses),
			businessEntityIds: new Set(
				toList(options.businessEntityIds, entities).map((entry) => trimmed(toText(entry, entities))),
			),
		},
		output: {
			as: choiceOption(functions.getNodeParameter('output', 'order'), 'Output', ['order', 'event'], 'order'),
			...valueOptions(options),
		},
		options,
	};
}
