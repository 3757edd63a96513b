import { Places } from '../async/places';

interface Executed {
	getExecutionCancelSignal(): AbortSignal | undefined;
	getNode(): { readonly id: string; readonly name: string };
}

/** n8n's signal is one object for a whole execution, and what is kept here goes with it. */
const executions = new WeakMap<AbortSignal, Map<string, Places>>();

/**
 * The places for requests of one node in one execution, so that its own *Simultaneous Requests* are counted and those of
 * no other node. n8n's routing runs each item in a call of its own, and all of them share the places.
 */
export function ownPlaces(functions: Executed): Places {
	const signal = functions.getExecutionCancelSignal();
	if (signal === undefined) return new Places();
	const nodes = executions.get(signal) ?? new Map<string, Places>();
	executions.set(signal, nodes);
	const { id, name } = functions.getNode();
	const key = JSON.stringify([id, name]);
	const places = nodes.get(key) ?? new Places();
	nodes.set(key, places);
	return places;
}
