/** The values that the filters and parameters of exports take, each list once. Source: the schemas of Chargebee's SDK 3.33.0. */

export const channels = ['web', 'app_store', 'play_store'] as const;

export const invoiceStatuses = ['payment_due', 'not_paid', 'posted', 'paid', 'pending', 'voided'] as const;

export const dunningStatuses = ['in_progress', 'exhausted', 'stopped', 'success'] as const;

export const subscriptionStatuses = ['active', 'in_trial', 'non_renewing', 'future', 'paused', 'cancelled', 'transferred'] as const;

export const subscriptionCancelReasons = ['not_paid', 'no_card', 'fraud_review_failed', 'non_compliant_eu_customer', 'tax_calculation_failed', 'currency_incompatible_with_gateway', 'non_compliant_customer'] as const;

export const offlinePaymentMethods = ['no_preference', 'cash', 'check', 'bank_transfer', 'ach_credit', 'sepa_credit', 'boleto', 'us_automated_bank_transfer', 'eu_automated_bank_transfer', 'uk_automated_bank_transfer', 'jp_automated_bank_transfer', 'mx_automated_bank_transfer', 'custom'] as const;

export const autoCollections = ['on', 'off'] as const;

export const taxabilities = ['taxable', 'exempt'] as const;

export const creditNoteTypes = ['adjustment', 'refundable', 'store'] as const;

export const creditNoteStatuses = ['adjusted', 'refunded', 'refund_due', 'voided'] as const;

export const transactionTypes = ['payment', 'refund', 'authorization', 'payment_reversal'] as const;

export const transactionStatuses = ['success', 'failure', 'in_progress', 'needs_attention', 'timeout', 'late_failure', 'voided'] as const;

export const couponStatuses = ['active', 'expired', 'archived', 'deleted', 'future'] as const;

export const discountTypes = ['fixed_amount', 'percentage', 'offer_quantity'] as const;

export const durationTypes = ['one_time', 'forever', 'limited_period'] as const;

export const appliesOn = ['invoice_amount', 'specified_items_total', 'each_specified_item', 'each_unit_of_specified_items'] as const;

export const itemTypes = ['plan', 'addon', 'charge'] as const;

export const catalogStatuses = ['active', 'archived', 'deleted'] as const;

export const applicabilities = ['all', 'restricted'] as const;

export const usageCalculations = ['sum_of_usages', 'last_usage', 'max_usage'] as const;

export const pricingModels = ['flat_fee', 'per_unit', 'tiered', 'volume', 'stairstep'] as const;

export const periodUnits = ['month', 'year', 'week', 'day'] as const;

export const trialPeriodUnits = ['day', 'month'] as const;

export const chargeTypes = ['recurring', 'non_recurring'] as const;

export const attachedItemTypes = ['recommended', 'mandatory', 'optional'] as const;

export const chargeEvents = ['subscription_creation', 'subscription_trial_start', 'plan_activation', 'subscription_activation', 'contract_termination', 'on_demand'] as const;

export const priceVariantStatuses = ['active', 'archived'] as const;

export const rampStatuses = ['scheduled', 'succeeded', 'failed', 'draft'] as const;

export const reportGroupings = ['customer', 'invoice', 'product', 'subscription'] as const;

export const exportForms = ['data', 'import_friendly_data'] as const;

export const paymentMethods = ['card', 'cash', 'check', 'chargeback', 'bank_transfer', 'amazon_payments', 'paypal_express_checkout', 'direct_debit', 'alipay', 'unionpay', 'apple_pay', 'wechat_pay', 'ach_credit', 'sepa_credit', 'ideal', 'google_pay', 'sofort', 'bancontact', 'giropay', 'dotpay', 'other', 'app_store', 'upi', 'netbanking_emandates', 'play_store', 'custom', 'boleto', 'venmo', 'pay_to', 'faster_payments', 'sepa_instant_transfer', 'automated_bank_transfer', 'klarna_pay_now', 'online_banking_poland', 'payconiq_by_bancontact', 'electronic_payment_standard', 'kbc_payment_button', 'pay_by_bank', 'trustly', 'stablecoin', 'kakao_pay', 'naver_pay', 'revolut_pay', 'cash_app_pay', 'pix', 'twint', 'go_pay', 'grab_pay', 'pay_co', 'after_pay', 'swish', 'payme', 'klarna', 'alipay_hk', 'paypay', 'gcash', 'south_korean_cards', 'paynow', 'bizum', 'promptpay', 'dana', 'touch_n_go', 'tamara', 'qpay'] as const;

export const gateways = ['chargebee', 'chargebee_payments', 'adyen', 'stripe', 'wepay', 'braintree', 'authorize_net', 'paypal_pro', 'pin', 'eway', 'eway_rapid', 'worldpay', 'balanced_payments', 'beanstream', 'bluepay', 'elavon', 'first_data_global', 'hdfc', 'migs', 'nmi', 'ogone', 'paymill', 'paypal_payflow_pro', 'sage_pay', 'tco', 'wirecard', 'amazon_payments', 'paypal_express_checkout', 'gocardless', 'orbital', 'moneris_us', 'moneris', 'bluesnap', 'cybersource', 'vantiv', 'checkout_com', 'paypal', 'ingenico_direct', 'exact', 'mollie', 'quickbooks', 'razorpay', 'global_payments', 'bank_of_america', 'ecentric', 'metrics_global', 'windcave', 'pay_com', 'ebanx', 'dlocal', 'nuvei', 'solidgate', 'paystack', 'jp_morgan', 'deutsche_bank', 'ezidebit', 'twikey', 'tempus', 'moyasar', 'payway', 'not_applicable'] as const;
