package reconcile

// Hope has everything that was in vain tried again in one installation: its permissions are others by now.
func (r *Reconciler) Hope(installation int64) {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	for _, i := range r.memory.issues {
		if i.key.Installation == installation {
			clear(i.vain)
		}
	}
}
