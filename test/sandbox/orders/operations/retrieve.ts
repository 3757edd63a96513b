import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `GET /api/{v1,v2}/orders/{id}`. */
export const retrieveOrder: Handler = (site, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	return orderBody(findOrder(site, call), call.version);
};
