/** A signal that ends one piece of work: given by its own controller, or with the signal of the execution. */
export function ownSignal(execution: AbortSignal | undefined): { own: AbortController; signal: AbortSignal } {
	const own = new AbortController();
	return { own, signal: execution === undefined ? own.signal : AbortSignal.any([execution, own.signal]) };
}
