import { formatDate, formatDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { formatFloat } from "@web/core/utils/numbers";

const { DateTime } = luxon;

/** A quantity as the reader writes it, without zeros that say nothing. */
export const quantity = (number) => formatFloat(number, { digits: [0, 6], trailingZeros: false });

/** A moment of an answer (ISO 8601) on the reader's clock. */
export const moment = (text) => (text ? minute(DateTime.fromISO(text)) : "");

export const minute = (value) =>
    formatDateTime(value, { format: localization.dateTimeFormat.replace(":ss", "") });

export const day = (text) => (text ? formatDate(DateTime.fromISO(text).setZone("default")) : "");
