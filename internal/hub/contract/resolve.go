package contract

import "github.com/getkin/kin-openapi/openapi3"

// The functions here fill in the Value of every reference below a path item. The mutex
// of the document is held.

func (d *document) resolveItem(item *openapi3.PathItem) error {
	if err := d.resolveParameters(item.Parameters); err != nil {
		return err
	}
	for _, op := range item.Operations() {
		if err := d.resolveOperation(op); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) resolveOperation(op *openapi3.Operation) error {
	if err := d.resolveParameters(op.Parameters); err != nil {
		return err
	}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		if err := d.resolveContent(op.RequestBody.Value.Content); err != nil {
			return err
		}
	}
	if op.Responses == nil {
		return nil
	}
	for _, r := range op.Responses.Map() {
		if err := d.resolveResponse(r); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) resolveParameters(list openapi3.Parameters) error {
	for _, p := range list {
		if p.Ref != "" {
			value, _, err := component(d, d.parameters, p.Ref)
			if err != nil {
				return err
			}
			p.Value = value
		}
		if err := d.resolveSchema(p.Value.Schema); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) resolveResponse(r *openapi3.ResponseRef) error {
	if r.Ref != "" {
		value, _, err := component(d, d.responses, r.Ref)
		if err != nil {
			return err
		}
		r.Value = value
	}
	for _, h := range r.Value.Headers {
		if h.Ref != "" {
			value, _, err := component(d, d.headers, h.Ref)
			if err != nil {
				return err
			}
			h.Value = value
		}
		if err := d.resolveSchema(h.Value.Schema); err != nil {
			return err
		}
	}
	return d.resolveContent(r.Value.Content)
}

func (d *document) resolveContent(content openapi3.Content) error {
	for _, media := range content {
		if err := d.resolveSchema(media.Schema); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) resolveSchema(s *openapi3.SchemaRef) error {
	if s == nil {
		return nil
	}
	if s.Ref != "" {
		value, seen, err := component(d, d.schemas, s.Ref)
		s.Value = value
		if err != nil || seen {
			return err
		}
	}
	if s.Value == nil {
		return nil
	}
	for _, inner := range schemasOf(s.Value) {
		if err := d.resolveSchema(inner); err != nil {
			return err
		}
	}
	return nil
}

// schemasOf lists the schemas directly inside one (OpenAPI 3.0 has no others).
func schemasOf(s *openapi3.Schema) []*openapi3.SchemaRef {
	var list []*openapi3.SchemaRef
	list = append(list, s.OneOf...)
	list = append(list, s.AnyOf...)
	list = append(list, s.AllOf...)
	list = append(list, s.Not, s.Items, s.AdditionalProperties.Schema)
	for _, p := range s.Properties {
		list = append(list, p)
	}
	return list
}
