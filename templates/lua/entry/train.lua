return {}, 'A INT'
