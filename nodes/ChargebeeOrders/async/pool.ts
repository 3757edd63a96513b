/** An item of a pool whose work failed. */
export interface Failure {
	readonly index: number;
	readonly reason: unknown;
}

/**
 * Works through items, `size` of them at once, each started only when a place is free.
 * After the first item that throws no further one starts; those under way are waited for.
 *
 * @param work resolves to the item's result; a rejection ends the run
 * @returns per item its result, `undefined` where it was not started or failed, and the failures by item
 */
export async function pool<Result>(
	count: number,
	size: number,
	work: (index: number) => Promise<Result>,
): Promise<{ results: Array<Result | undefined>; failures: Failure[] }> {
	const results: Array<Result | undefined> = new Array<Result | undefined>(count).fill(undefined);
	const failures: Failure[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count && failures.length === 0) {
			const index = next++;
			await work(index).then(
				(result) => {
					results[index] = result;
				},
				(reason: unknown) => {
					failures.push({ index, reason });
				},
			);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(size, count)) }, worker));
	failures.sort((a, b) => a.index - b.index);
	return { results, failures };
}
