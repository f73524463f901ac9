#include "bench/measurements/order.hpp"

namespace runledger::bench {

std::string order_schema() {
  return R"(
input:
  schema:
    document:
      type: object
      required: [orderId, customer, items, shipTo]
      additionalProperties: false
      properties:
        orderId: { type: string, pattern: '^[A-Z0-9-]{4,32}$' }
        placedAt: { type: string, format: date-time }
        currency: { type: string, enum: [EUR, USD, GBP] }
        total: { type: number, minimum: 0 }
        note: { type: string, maxLength: 500 }
        customer:
          type: object
          required: [name, email]
          properties:
            name: { type: string, minLength: 1, maxLength: 200 }
            email: { type: string, format: email, maxLength: 254 }
        items:
          type: array
          minItems: 1
          maxItems: 100
          items:
            type: object
            required: [sku, quantity]
            additionalProperties: false
            properties:
              sku: { type: string, pattern: '^[A-Z0-9-]{3,20}$' }
              title: { type: string, maxLength: 200 }
              quantity: { type: integer, minimum: 1, maximum: 1000 }
              price: { type: number, minimum: 0 }
        shipTo:
          type: object
          required: [street, city, postcode, country]
          properties:
            street: { type: string, minLength: 1, maxLength: 200 }
            city: { type: string, minLength: 1, maxLength: 100 }
            postcode: { type: string, minLength: 2, maxLength: 12 }
            country: { type: string, pattern: '^[A-Z]{2}$' }
)";
}

std::string order_payload() {
  return R"({
  "orderId": "SO-2026-0001", "placedAt": "2026-03-14T09:26:53Z", "currency": "GBP", "total": 141.15,
  "customer": { "id": "C-20871", "name": "Grace Hopper", "email": "grace@example.com", "phone": "+44 23 9284 0000" },
  "items": [
    { "sku": "TEA-GREEN-100", "title": "Green tea, loose, 100 g", "quantity": 2, "price": 7.95 },
    { "sku": "MUG-BLUE", "title": "Stoneware mug, blue glaze, 350 ml", "quantity": 4, "price": 14.5 },
    { "sku": "POT-IRON-08", "title": "Cast iron teapot with strainer, 0.8 l", "quantity": 1, "price": 49 },
    { "sku": "HONEY-LIME-250", "title": "Lime blossom honey, 250 g", "quantity": 3, "price": 6.1 }
  ],
  "shipTo": {
    "name": "Grace Hopper", "street": "1 Harbour Road", "city": "Portsmouth", "postcode": "PO1 2AB", "country": "GB"
  },
  "note": "Please ring twice and leave the parcel with the porter; the bell of the second floor is broken. Thank you!"
})";
}

}  // namespace runledger::bench
