import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';

/** The error of the API with which work ends. */
export async function failureOf(work: Promise<unknown>): Promise<ApiError> {
	const failure = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(failure instanceof ApiError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
	return failure;
}
