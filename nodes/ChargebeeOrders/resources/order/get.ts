import type { ApiVersion } from '../../api/parameter';
import { orderLocator } from '../../description/locators';
import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { shownWhen } from '../../description/shown';
import { send } from '../../transport/send';
import { apiVersion, contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';

import { orderSegment, orderItem, versionProperty } from './orderInputs';

const versions: readonly ApiVersion[] = ['v2', 'v1'];

/** `GET /orders/{id}`. */
export const get: Operation = {
	resource: 'order',
	value: 'get',
	name: 'Get',
	action: 'Get an order',
	description: 'Read one order, always as it is now. The order ID comes from Get Many or from an event of Chargebee.',
	properties: [
		versionProperty,
		orderLocator,
		...versions.flatMap((version) => shownWhen({ apiVersion: [version] }, [requestContextProperty('GET', version)])),
		optionsProperty('orders'),
	],
	writes: false,
	prepare(call) {
		const version = apiVersion(call, versions);
		const path = `/orders/${orderSegment(call.parameter('orderId'), call.site.origin)}`;
		const options = outputOptions(call);
		const headers = contextHeaders(call, 'GET', version);
		return {
			async run() {
				return [orderItem(await send(call, { method: 'GET', version, path, pairs: [], headers }), options)];
			},
		};
	},
};
